import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from reporting.cases import actions
from reporting.cases.enums import EventKind
from reporting.cases.evidence import receive
from reporting.cases.evidence_view import serve_evidence
from reporting.cases.models.evidence import evidence_storage
from reporting.kinds import Kind
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

from .factories import open_a_case
from .files import a_photo_with_a_position, a_sound, upload

pytestmark = pytest.mark.django_db

PHOTO = a_photo_with_a_position()


@pytest.fixture
def officer():
    return UserFactory(roles=[Role.COORDINATOR])


def on_a_case(name="photo.jpg", content=PHOTO, **changes):
    evidence = receive(upload(name, content))
    actions.add_evidence(case=open_a_case(**changes), evidence=evidence)
    return evidence


def look(rf, user, evidence, part="original", method="get"):
    request = getattr(rf, method)("/")
    request.user = user
    return serve_evidence(request, evidence.pk, part)


def readings(evidence):
    return [event.text for event in evidence.case.events.filter(kind=EventKind.READ)]


def test_an_officer_downloads_the_original_and_the_case_remembers(rf, officer):
    evidence = on_a_case()
    answer = look(rf, officer, evidence)
    assert answer.getvalue() == PHOTO
    assert answer["Content-Disposition"] == 'attachment; filename="photo.jpg"'
    assert readings(evidence) == ["the original of the file photo.jpg"]


def test_a_picture_is_looked_at_as_the_copy_we_made(rf, officer):
    evidence = on_a_case()
    answer = look(rf, officer, evidence, "copy")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"] == 'inline; filename="photo.jpg"'
    assert b"Telltale" not in answer.getvalue()
    assert readings(evidence) == ["the picture photo.jpg"]


@pytest.mark.parametrize("part", ["original", "copy"])
def test_nothing_in_a_file_can_run_or_is_kept_by_the_browser(rf, officer, part):
    answer = look(rf, officer, on_a_case(), part)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("roles", [[], [Role.CONTACT_CENTRE], [Role.QUALITY], [Role.EDITOR], [Role.PANEL]])
def test_whoever_may_not_look_finds_nothing_and_leaves_nothing(rf, roles):
    evidence = on_a_case()
    for user in (UserFactory(roles=roles), AnonymousUser()):
        with pytest.raises(Http404):
            look(rf, user, evidence)
    assert readings(evidence) == []


def test_evidence_of_a_restricted_case_opens_only_for_who_needs_to_know(rf, officer):
    evidence = on_a_case(kind=Kind.DOMESTIC_ABUSE)
    with pytest.raises(Http404):
        look(rf, officer, evidence)
    evidence.case.need_to_know.add(officer)
    assert look(rf, officer, evidence).getvalue() == PHOTO


def test_what_belongs_to_no_case_or_has_no_such_part_is_not_there(rf, officer):
    loose, sound = receive(upload("photo.jpg", PHOTO)), on_a_case("a.wav", a_sound())
    for evidence, part in ((loose, "original"), (sound, "copy"), (sound, "something")):
        with pytest.raises(Http404):
            look(rf, officer, evidence, part)


def test_a_link_that_is_only_prefetched_or_posted_to_shows_nothing(rf, officer):
    evidence = on_a_case()
    assert look(rf, officer, evidence, method="head").status_code == 405
    assert look(rf, officer, evidence, method="post").status_code == 405
    assert readings(evidence) == []


def test_a_damaged_file_is_said_to_be_so(rf, officer):
    evidence = on_a_case()
    evidence_storage().delete(evidence.original.name)
    answer = look(rf, officer, evidence)
    assert answer.status_code == 410
    assert str(evidence.pk) in answer.content.decode()
