import factory
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

from reporting.staff.models import User


class UserFactory(DjangoModelFactory):
    """`UserFactory(roles=[Role.MANAGER])` gives someone who signs in with the password `a long enough password`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"staff{n}")
    first_name = factory.Sequence(lambda n: f"Person{n}")
    last_name = "Example"
    email = factory.LazyAttribute(lambda user: f"{user.username}@fairstreet.example")
    password = factory.django.Password("a long enough password")

    @factory.post_generation
    def roles(self, create, roles, **kwargs):
        for role in roles or []:
            self.groups.add(Group.objects.get_or_create(name=role)[0])
