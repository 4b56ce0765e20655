"""Every address of the project × every role and the public × GET and POST, against the permission table.

What opens is not listed here: for a page of the desk it follows from what the page declares (`desk_do`) and the table;
for Wagtail's pages from who may edit the site. Two things are looked for in every answer whatever the page: that words
of a case stand only where their reader may read that case, and that nothing breaks.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.http import Http404, HttpResponse
from django.test import Client
from django.urls import get_resolver, include, path, reverse
from wagtail.admin.urls import display_custom_404

from config import urls
from reporting.cases.desk.access import desk_view
from reporting.cases.desk.checks import undeclared
from reporting.cases.models import Case
from reporting.cases.permissions import Do, may, may_ever
from reporting.staff.doors import DOORS, FOR_ALL_STAFF
from reporting.staff.roles import Role

from .addresses import Address, NoValue, addresses
from .world import ADMINISTRATOR, CASE_PARTS, EVERYONE, PUBLIC, REVIEW_MARKER, World, make_world, path_of

pytestmark = pytest.mark.django_db

NO_SUCH_PAGE = "/desk/no-such-page/"
# Open to whoever comes: the way in, and what a browser needs to show it.
WAY_IN = {name for name in DOORS if not name.startswith("staff_")} | {"wagtailadmin_sprite"}
# Only an administrator's: accounts, groups, sites, workflows, collections. (For its chooser of tasks, which shows their
# names, Wagtail asks nothing more than that one may edit.)
ADMINISTRATORS = (
    "wagtailusers_",
    "wagtailsites:",
    "wagtaillocales:",
    "wagtailadmin_workflows:",
    "wagtailadmin_collections:",
)
EDITORS_TOO = ("wagtailadmin_workflows:task_cho",)
# Asked for with a value that stands for nothing, for what it would stand for is one browser's own.
OF_ONE_BROWSER = ("phone_report_draft", "phone_report_receipt", "phone_report_step")
REDIRECTS = "wagtail.contrib.redirects.middleware.RedirectMiddleware"


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    goes_to: str

    @property
    def asks_to_sign_in(self) -> bool:
        return self.status == 302 and self.goes_to.startswith(reverse("wagtailadmin_login"))


@dataclass(frozen=True)
class Visitor:
    who: str
    user: object
    client: Client

    def ask(self, method: str, path: str) -> Answer:
        """What is answered; whatever it changed is undone, so that the next question finds the same world."""
        cookies = self.client.cookies.copy()
        with transaction.atomic():
            response = getattr(self.client, method)(path)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            transaction.set_rollback(True)
        self.client.cookies = cookies
        return Answer(response.status_code, body, response.get("Location", ""))


def sweep(visitor: Visitor, world: World, every: list[Address]) -> Iterator[str]:
    """What is wrong, in words. Nothing is what it should give."""
    missing = visitor.ask("get", NO_SUCH_PAGE)
    for address in every:
        for label, case in cases_for(address, world):
            for method in ("get", "post"):
                answer = visitor.ask(method, path_of(address, world, case))
                for problem in judge(visitor, address, case, answer, missing, world):
                    yield f"{visitor.who}: {method.upper()} {address} {label}: {problem} ({answer.status})"


def cases_for(address: Address, world: World) -> list[tuple[str, Case | None]]:
    return list(world.cases.items()) if CASE_PARTS & set(address.parts) else [("", None)]


def judge(visitor, address, case, answer, missing, world) -> Iterator[str]:
    if answer.status >= 500 and not is_wagtails_own_trouble(visitor, address):
        yield "it breaks"
    yield from leaks(visitor, answer, world)
    if not address.is_desk:
        return
    if visitor.who == PUBLIC:
        if address.name not in WAY_IN and not answer.asks_to_sign_in and answer.status not in {404, 405}:
            yield "it is open to the public"
    elif address.desk_do:
        yield from against_table(visitor, address, case, answer, missing)
    else:
        yield from wagtails(visitor, address, answer, missing)


def is_wagtails_own_trouble(visitor, address) -> bool:
    """A few forms of Wagtail's break on a POST with nothing in it, which only editors could send."""
    return (
        address.is_desk and not (address.is_ours or address.desk_do) and visitor.who in {ADMINISTRATOR, Role.EDITOR}
    )


def leaks(visitor, answer, world) -> Iterator[str]:
    for label, case in world.cases.items():
        if world.marker(case).encode() in answer.body and not may(visitor.user, Do.SEE_CASE, case):
            yield f"it shows words of the {label}"
    if REVIEW_MARKER.encode() in answer.body and not may_ever(visitor.user, Do.CASE_REVIEWS):
        yield "it shows words of a request for a case review"


def against_table(visitor, address, case, answer, missing) -> Iterator[str]:
    do = address.desk_do
    allowed = may(visitor.user, do, case) if case else may_ever(visitor.user, do)
    if not allowed and case and asks_why(visitor, case, answer):
        return
    if not allowed:
        # A method that a page never takes is refused alike for what one may see and what one may not.
        if answer.status != 405 or not may_ever(visitor.user, do):
            yield from unless_missing(answer, missing)
    elif answer.asks_to_sign_in or answer.status in {401, 403}:
        yield "it is shut to someone who may"
    elif answer.status == 404 and address.name not in OF_ONE_BROWSER:
        yield "it is hidden from someone who may"


def asks_why(visitor, case, answer) -> bool:
    """A manager is asked why they must read a restricted case on which they are not named, and has read nothing yet."""
    why = reverse("desk_break_glass", args=[case.reference])
    return answer.status == 302 and answer.goes_to == why and may(visitor.user, Do.BREAK_GLASS, case)


def wagtails(visitor, address, answer, missing) -> Iterator[str]:
    if address.name in FOR_ALL_STAFF or visitor.who == ADMINISTRATOR:
        return
    if visitor.who != Role.EDITOR:
        yield from unless_missing(answer, missing)
    elif (
        answer.status == 200 and address.name.startswith(ADMINISTRATORS) and not address.name.startswith(EDITORS_TOO)
    ):
        yield "the editor gets what is the administrator's"


def unless_missing(answer, missing) -> Iterator[str]:
    if answer.status != 404:
        yield "it is open to someone who may not"
    elif answer.body != missing.body:
        yield "its refusal tells it from what does not exist"


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    # What moved is looked up after each 404, and most answers here are one; nothing has moved in this world.
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != REDIRECTS]
    return make_world()


def visit(world: World, who: str) -> Visitor:
    client = Client(raise_request_exception=False)
    user = world.users[who]
    if who != PUBLIC:
        client.force_login(user)
    return Visitor(str(who), user, client)


@pytest.mark.parametrize("who", EVERYONE)
def test_every_address_opens_to_those_it_is_for_and_to_nobody_else(world, who):
    assert list(sweep(visit(world, who), world, addresses())) == []


def test_the_sweep_finds_something_to_sweep():
    found = addresses()
    declared = {address.desk_do for address in found if address.desk_do}
    assert {
        Do.TRIAGE,
        Do.LIST_CASES,
        Do.SEE_CASE,
        Do.SEE_EVIDENCE,
        Do.CLOSE,
        Do.CHAT,
        Do.TAKE_REPORT,
        Do.CASE_REVIEWS,
    } <= declared
    assert sum(not address.is_ours for address in found) > 150


def test_every_page_of_the_desk_declares_what_it_is_for():
    assert list(undeclared(get_resolver(), "desk/")) == []


def test_what_does_not_exist_and_what_one_may_not_see_are_told_alike(world):
    officer = visit(world, Role.NEIGHBOURHOOD_OFFICER)
    hidden = officer.ask("get", reverse("desk_case", args=[world.cases["restricted case"].reference]))
    nowhere = officer.ask("get", reverse("desk_case", args=["ZZ-0000"]))
    assert hidden == nowhere
    named = officer.ask("get", reverse("desk_case", args=[world.cases["restricted case, named on it"].reference]))
    assert named.status == 200


def test_what_is_refused_changes_nothing(world):
    """The same form, filled in rightly, by someone who may not and by someone who may."""
    case = world.cases["restricted case"]
    note = {"text": "Seen by chance."}
    before = case.events.count()
    for who in (Role.CONTACT_CENTRE, Role.PANEL, Role.QUALITY, Role.NEIGHBOURHOOD_OFFICER):
        visit(world, who).client.post(reverse("desk_note", args=[case.reference]), note)
    assert case.events.count() == before
    visit(world, Role.DUTY_OFFICER).client.post(reverse("desk_note", args=[case.reference]), note)
    assert case.events.count() > before


class TestTheSweepItself:
    """It must find what is wrong, or its silence means nothing."""

    def sweep_of(self, world, settings, view, who=Role.PANEL, at="desk/oops/"):
        settings.ROOT_URLCONF = type("Urls", (), {"urlpatterns": [path(at, view, name="oops"), *urls.urlpatterns]})
        oops = [address for address in addresses() if address.name == "oops"]
        return [problem.split(": ")[2] for problem in sweep(visit(world, who), world, oops)]

    def test_it_finds_a_page_that_is_open_to_all(self, world, settings):
        def view(request):
            return HttpResponse("come in")

        assert set(self.sweep_of(world, settings, view, PUBLIC)) == {"it is open to the public (200)"}

    def test_it_finds_a_page_that_declares_one_thing_and_does_not_guard_it(self, world, settings):
        def view(request):
            return HttpResponse("come in")

        view.desk_do = Do.TRIAGE
        assert set(self.sweep_of(world, settings, view)) == {"it is open to someone who may not (200)"}
        assert self.sweep_of(world, settings, view, Role.DUTY_OFFICER) == []

    def test_it_finds_a_guard_that_shuts_out_those_it_is_for(self, world, settings):
        def view(request):
            raise Http404

        view.desk_do = Do.TRIAGE
        assert set(self.sweep_of(world, settings, view, Role.DUTY_OFFICER)) == {
            "it is hidden from someone who may (404)"
        }

    def test_it_finds_a_refusal_that_tells(self, world, settings):
        def view(request):
            return HttpResponse("You may not see this case", status=404)

        view.desk_do = Do.TRIAGE
        found = self.sweep_of(world, settings, view)
        assert set(found) == {"its refusal tells it from what does not exist (404)"}

    def test_it_finds_words_of_a_case_review_where_they_should_not_be(self, world, settings):
        @desk_view(Do.LIST_CASES)
        def view(request):
            return HttpResponse(str(world.review.answers))

        found = self.sweep_of(world, settings, view, Role.NEIGHBOURHOOD_OFFICER)
        assert set(found) == {"it shows words of a request for a case review (200)"}

    @pytest.mark.parametrize("at", ["desk/oops/", "oops/"])
    def test_it_finds_words_of_a_restricted_case_where_they_should_not_be(self, world, settings, at):
        @desk_view(Do.LIST_CASES)
        def view(request):
            return HttpResponse("|".join(Case.objects.values_list("what_happened", flat=True)))

        found = self.sweep_of(world, settings, view, Role.NEIGHBOURHOOD_OFFICER, at)
        assert set(found) == {"it shows words of the restricted case (200)"}

    def test_it_finds_a_page_that_breaks(self, world, settings):
        def view(request):
            raise ZeroDivisionError

        assert "it breaks (500)" in self.sweep_of(world, settings, view, Role.MANAGER, "oops/")

    def test_it_will_not_pass_over_an_address_it_has_no_value_for(self, world, settings):
        def view(request, whatever):
            return HttpResponse("never seen")

        with pytest.raises(NoValue, match="whatever"):
            self.sweep_of(world, settings, view, at="desk/oops/<whatever>/")

    def test_a_page_of_ours_that_declares_nothing_stops_the_start_and_opens_to_nobody(self, world, settings):
        def view(request):
            return HttpResponse("come in")

        view.__module__ = "reporting.cases.desk.views"
        assert self.sweep_of(world, settings, display_custom_404(view)) == []
        found = undeclared(get_resolver(), "desk/")
        assert [route for route, _pattern in found] == ["desk/oops/"]

    def test_an_address_within_an_included_list_is_swept_too(self, settings):
        inner = [path("inner/<str:reference>/", lambda request: None, name="inner")]
        settings.ROOT_URLCONF = type("Urls", (), {"urlpatterns": [path("outer/", include((inner, "ns")))]})
        (found,) = addresses()
        assert (found.template, found.name, found.parts) == ("/outer/inner/%(reference)s/", "ns:inner", ["reference"])
