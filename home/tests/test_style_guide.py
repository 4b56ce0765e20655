"""The style guide shows every part there is, and only to those who make pages."""

import pytest

from home.style_guide import components, examples, names, takes
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory


def test_every_component_is_shown_and_says_what_it_takes():
    assert set(names()) == set(examples())
    assert [name for name in names() if not takes(name)] == []
    assert [each.name for each in components() if not all(shown.strip() for shown in each.shown)] == []


@pytest.fixture
def guide(client, home):
    client.force_login(UserFactory(roles=[Role.EDITOR]))
    return client.get("/desk/style-guide/")


def test_the_editor_sees_parts_colours_and_their_contrast(guide):
    assert guide.status_code == 200
    for words in ("call_out", "kind: &quot;warm&quot;", "brand-soft", "#0e5a57", "space-4: 1.0 rem", "7.2"):
        assert words in guide.text, words


def test_it_needs_no_style_written_into_it(guide):
    assert " style=" not in guide.text


def test_nobody_else_of_the_staff_has_it(client, home):
    client.force_login(UserFactory(roles=[Role.DUTY_OFFICER]))
    assert client.get("/desk/style-guide/").status_code == 404
