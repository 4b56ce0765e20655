"""The demo: an invented landlord, so that the whole service can be tried on real input."""

from advice import demo as advice
from home import demo as content
from home.models import HomePage
from reporting.cases import demo as cases
from reporting.places import demo as places
from reporting.reviews import demo as reviews
from reporting.staff import demo as staff


def demo_is_loaded() -> bool:
    return HomePage.objects.exists()


def load_demo() -> None:
    """Each part is loaded once. The site comes last, for it says that the rest is there; what hangs on it, after it."""
    places.load()
    staff.load()
    cases.load()
    content.load()
    advice.load()
    reviews.load()


def demo_sign_ins() -> list[tuple[str, str, str]]:
    """Username, role and password of each demo account."""
    return staff.load()
