import factory
from factory.django import DjangoModelFactory

from reporting.places.models import Area, Home


class AreaFactory(DjangoModelFactory):
    class Meta:
        model = Area

    name = factory.Sequence(lambda n: f"Area {n}")
    region = "North"


class HomeFactory(DjangoModelFactory):
    class Meta:
        model = Home

    reference = factory.Sequence(lambda n: f"H{n:05}")
    number = factory.Sequence(lambda n: str(n + 1))
    street = "Imaginary Row"
    town = "Fairstow"
    postcode = "ZZ1 1AA"
    area = factory.SubFactory(AreaFactory)
