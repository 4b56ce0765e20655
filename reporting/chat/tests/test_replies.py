"""What we often say: the fields in it, who writes it, and what an installation begins with."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from home.models import ServiceSettings
from reporting.chat import filling
from reporting.chat.first_replies import FIRST, add_first_replies
from reporting.chat.models import QuickReply
from reporting.kinds import Kind
from reporting.staff.groups import set_up_groups
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db

GIVEN = {"title": "Greeting", "text": "Hello {visitor}.", "topic": "", "language": "en-gb", "order": "10"}


@pytest.fixture
def manager():
    set_up_groups()
    QuickReply.objects.all().delete()
    return UserFactory(roles=[Role.MANAGER], first_name="Max")


@pytest.fixture
def desk(manager):
    client = Client()
    client.force_login(manager)
    return client


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def values(**changes) -> dict:
    return filling.values_for(visitor="Robin", me="Connie", language="en-gb") | changes


def test_fields_are_filled():
    assert filling.fill("Hello {visitor}, I am {me}.", values()) == "Hello Robin, I am Connie."


def test_someone_without_a_name_is_greeted_without_a_gap():
    assert filling.fill("Hello {visitor}, I am {me}.", values(visitor="")) == "Hello, I am Connie."


@pytest.mark.parametrize("name", ["{phone}", "{me.password}", "%s", "{0}", "\\1", "{"])
def test_a_name_that_looks_like_a_field_stays_as_it_is(name):
    assert filling.fill("Hello {visitor} from {me}.", values(visitor=name)) == f"Hello {name} from Connie."


def test_times_are_said_in_the_language_of_the_reply():
    polish = filling.values_for(visitor="", me="Connie", language="pl")
    assert (values()["opens"], polish["opens"]) == ("8am", "8:00")


def test_a_reply_that_names_what_we_do_not_have_is_not_sayable():
    assert filling.lacking("Call {phone}, {visitor}.", values(phone="", visitor="")) == ["phone"]
    assert filling.lacking("Call {phone}.", values(phone="0300 123")) == []


def test_who_leads_adds_changes_and_removes_one(desk):
    desk.post(reverse("desk_chat_reply_add"), GIVEN | {"topic": Kind.NOISE})
    reply = QuickReply.objects.get()
    assert (reply.title, reply.topic, reply.text) == ("Greeting", Kind.NOISE, "Hello {visitor}.")
    changed = desk.post(reverse("desk_chat_reply", args=[reply.pk]), GIVEN | {"text": "Good day."}, follow=True)
    assert "“Greeting” is saved." in text_of(changed)
    assert "Good day." in text_of(changed)
    desk.post(reverse("desk_chat_reply_remove", args=[reply.pk]))
    assert not QuickReply.objects.exists()


def test_the_form_shows_what_is_there(desk):
    reply = QuickReply.objects.create(title="Greeting", text="Hello {visitor}.", order=7)
    form = desk.get(reverse("desk_chat_reply", args=[reply.pk])).context["form"]
    assert (form["text"].value(), form["order"].value()) == ("Hello {visitor}.", 7)


def test_an_unknown_field_is_refused_and_the_known_ones_are_named(desk):
    answered = desk.post(reverse("desk_chat_reply_add"), GIVEN | {"text": "Hello {name}, call {phone}."})
    (error,) = answered.context["form"].errors["text"]
    assert "{name}" in error
    assert all(f"{{{name}}}" in error for name in filling.FIELDS)
    assert "Hello {name}, call {phone}." in text_of(answered)
    assert not QuickReply.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 81}, "title"),
        ({"title": "A\x00"}, "title"),
        ({"text": " "}, "text"),
        ({"text": "x" * 4001}, "text"),
        ({"text": "A\x00"}, "text"),
        ({"topic": "nonsense"}, "topic"),
        ({"language": "xx"}, "language"),
        ({"order": "9" * 40}, "order"),
        ({"order": "-1"}, "order"),
    ],
)
def test_what_is_not_right_gets_a_message_and_the_rest_is_kept(desk, changes, field):
    answered = desk.post(reverse("desk_chat_reply_add"), GIVEN | {"title": "Kept"} | changes)
    assert list(answered.context["form"].errors) == [field]
    assert not QuickReply.objects.exists()


@pytest.mark.parametrize("number", ["999999", "9" * 40])
def test_one_that_is_not_there_is_not_found(desk, number):
    assert desk.get(f"/desk/chat/replies/{number}/").status_code == 404
    assert desk.post(f"/desk/chat/replies/{number}/remove/").status_code == 404


@pytest.mark.parametrize("role", [Role.CONTACT_CENTRE, Role.EDITOR, Role.NEIGHBOURHOOD_OFFICER])
def test_to_others_the_pages_are_not_there(manager, role):
    client, reply = Client(), QuickReply.objects.create(title="Greeting", text="Hello.")
    client.force_login(UserFactory(roles=[role]))
    assert client.get(reverse("desk_chat_replies")).status_code == 404
    assert client.post(reverse("desk_chat_reply", args=[reply.pk]), GIVEN).status_code == 404
    assert client.post(reverse("desk_chat_reply_remove", args=[reply.pk])).status_code == 404
    assert QuickReply.objects.get().text == "Hello."


def test_the_list_says_which_are_not_offered_and_why(desk):
    QuickReply.objects.create(title="Call us", text="Call {phone}.")
    page = text_of(desk.get(reverse("desk_chat_replies")))
    assert "Not offered now." in page
    assert "our phone number" in page


def test_our_own_language_stands_first(desk):
    for language in ("ar", "en-gb", "pl"):
        QuickReply.objects.create(title=language, text="Words", language=language)
    listed = desk.get(reverse("desk_chat_replies")).context["replies"]
    assert [reply.language for reply in listed] == ["en-gb", "pl", "ar"]


def test_it_is_offered_again_once_there_is_a_number(desk):
    QuickReply.objects.create(title="Call us", text="Call {phone}.")
    ServiceSettings.objects.create(site=Site.objects.get(), phone="0300 123 4567")
    assert "Not offered now." not in text_of(desk.get(reverse("desk_chat_replies")))


def test_every_first_reply_names_only_known_fields_and_every_translation_is_marked(manager):
    add_first_replies(QuickReply)
    for reply in QuickReply.objects.all():
        reply.full_clean()
        assert reply.by_machine == (reply.language != "en-gb")
    assert QuickReply.objects.filter(language="en-gb").count() >= 20
    assert set(QuickReply.objects.values_list("language", flat=True)) == {"en-gb", "pl", "ur", "ar"}


def test_the_first_replies_come_once(manager):
    for _ in range(2):
        add_first_replies(QuickReply)
    assert QuickReply.objects.count() == len(FIRST)
