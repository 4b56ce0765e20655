"""Pictures, sound and files that a visitor sends in a chat."""

import json
from datetime import timedelta

import pytest
import time_machine
from asgiref.sync import async_to_sync, sync_to_async
from bs4 import BeautifulSoup
from channels.layers import channel_layers
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reporting.cases.enums import EventKind
from reporting.cases.evidence import receive
from reporting.cases.models import EvidenceFile
from reporting.cases.models.evidence import evidence_storage
from reporting.cases.tests.factories import a_report
from reporting.cases.tests.files import a_photo_with_a_position, a_picture, a_sound, an_iso_file, upload
from reporting.chat import actions, frames
from reporting.chat.enums import Reason, Status
from reporting.chat.gate import staff_seat, visitors_seat
from reporting.chat.models import MOST_FILES, ChatFile, Conversation
from reporting.chat.retention import forget_chats, forget_removed
from reporting.chat.transcript import visitors_words
from reporting.kinds import Kind
from reporting.staff.groups import set_up_groups
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

from .factories import a_chat, a_taken_chat, an_agent, an_agent_there, an_id, an_owner
from .schema import problems
from .test_sockets import connected, hears, sends, signed_in

pytestmark = pytest.mark.django_db

PHOTO = a_photo_with_a_position()
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def visitor():
    """A browser that has the cookie of `token="mine"`."""
    client = Client()
    client.cookies["chat"] = "mine"
    return client


@pytest.fixture
def agent():
    set_up_groups()
    return an_agent(first_name="Connie", last_name="Contact")


@pytest.fixture(autouse=True)
def evidence_folder(monkeypatch, tmp_path):
    """A folder for each test, to see what is left in it."""
    monkeypatch.setattr(evidence_storage(), "location", str(tmp_path))
    return tmp_path


def on_disk(folder) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


def at_desk(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(conversation, name="conversation", *more) -> str:
    return reverse(f"chat:{name}", args=[conversation.public_id, *more])


def desk_page_of(conversation, name="", *more) -> str:
    return reverse(f"desk_chat{'_' if name else ''}{name}", args=[conversation.public_id, *more])


def send(client, conversation, *files, client_id="", text="", **headers):
    """As the form sends it: each of `files` a name and what is in it."""
    form = {"text": text, "client_id": client_id or an_id(), "files": [upload(*each) for each in files]}
    return client.post(page_of(conversation, "say"), form, **headers)


def a_chat_with_a_file(name="broken-window.jpg", content=PHOTO, **values) -> Conversation:
    conversation = a_taken_chat(token="mine", **values)
    put_file(conversation, name, content)
    return conversation


def put_file(conversation, name="broken-window.jpg", content=PHOTO):
    sent = actions.SentFile(f"{an_id()}.0", receive(upload(name, content)))
    return actions.send_files(conversation=conversation, files=[sent])[0].file


def said(conversation) -> list[str]:
    return list(conversation.messages.from_visitor().order_by("seq").values_list("text", flat=True))


def main_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser").find("main")


def address_in(conversation, user) -> str:
    """Where the page of the desk says that the file can be opened; empty if nowhere."""
    link = main_of(at_desk(user).get(desk_page_of(conversation))).select_one(".chat-line__file a")
    return link["href"] if link else ""


# --- Sending --------------------------------------------------------------------------------------


def test_several_files_come_as_messages_in_their_order_with_the_words_before_them(visitor):
    conversation = a_taken_chat(token="mine", text="Look at this")
    files = [
        ("broken-window.jpg", PHOTO),
        ("shouting.wav", a_sound()),
        ("fight.mp4", an_iso_file(b"isom")),
        ("diary.txt", b"Monday"),
    ]
    answered = send(visitor, conversation, *files, text="These are from last night")
    assert answered.status_code == 302
    assert [words.replace("\xa0", " ") for words in said(conversation)][:3] == [
        "Look at this",
        "These are from last night",
        f"Picture: broken-window.jpg, {len(PHOTO)} bytes",
    ]
    assert [words.split(",")[0] for words in said(conversation)][3:] == [
        "Sound: shouting.wav",
        "Video: fight.mp4",
        "Document: diary.txt",
    ]
    seqs = list(conversation.messages.order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))


def test_the_same_upload_sent_again_says_nothing_twice(visitor, evidence_folder):
    conversation = a_taken_chat(token="mine")
    for _ in range(2):
        assert send(visitor, conversation, ("a.jpg", PHOTO), client_id="same-upload").status_code == 302
    assert ChatFile.objects.count() == EvidenceFile.objects.count() == 1
    assert len(said(conversation)) == 2
    assert on_disk(evidence_folder) == 2  # the original and the copy


def test_what_was_stored_is_acknowledged_again_in_a_chat_that_has_ended_meanwhile(visitor):
    conversation = a_taken_chat(token="mine")
    first = send(visitor, conversation, ("a.jpg", PHOTO), client_id="same-upload", **JSON).json()
    actions.end(conversation=conversation)
    assert send(visitor, conversation, ("a.jpg", PHOTO), client_id="same-upload", **JSON).json() == first
    assert (first["type"], first["client_id"], first["seq"]) == ("stored", "same-upload", 3)
    late = send(visitor, conversation, ("b.jpg", PHOTO), **JSON).json()
    assert (late["type"], late["why"]) == ("refused", "This chat has ended.")
    assert EvidenceFile.objects.count() == 1


def test_another_picture_of_the_same_name_under_a_used_id_is_not_taken_for_the_first(visitor):
    """Phones call each picture they have just taken the same."""
    conversation = a_taken_chat(token="mine")
    send(visitor, conversation, ("image.jpg", a_picture(size=(64, 32))), client_id="same-upload")
    other = a_picture(size=(64, 33))
    answered = send(visitor, conversation, ("image.jpg", other), client_id="same-upload")
    assert "Choose these again" in answered.content.decode()
    assert EvidenceFile.objects.count() == 1
    fresh = answered.context["form"]["client_id"].value()
    send(visitor, conversation, ("image.jpg", other), client_id=fresh)
    assert EvidenceFile.objects.count() == 2


def test_when_both_presses_arrive_at_once_no_file_is_left_lying_about(visitor, evidence_folder, monkeypatch):
    conversation = a_taken_chat(token="mine")
    first, again = (actions.SentFile("the-same-press.0", receive(upload("a.jpg", PHOTO))) for _ in range(2))
    for each in (first, again):
        actions.send_files(conversation=conversation, files=[each])
    assert list(EvidenceFile.objects.loose()) == [again.evidence]
    send(visitor, conversation, ("a.jpg", PHOTO), client_id="the-same-press")
    assert list(EvidenceFile.objects.loose()) == [again.evidence]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("virus.jpg", b"MZ" + b"\0" * 200, "We cannot take “virus.jpg”"),
        ("virus.exe", PHOTO, "We cannot take “virus.exe”"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "We cannot take"),
        ("page.html", b"<script>alert(1)</script>", "We cannot take “page.html”"),
        ("page.jpg", b"<html><script>alert(1)</script></html>", "We cannot take “page.jpg”"),
        ("notes.txt", b"<script>alert(1)</script>", "is not plain text"),
        ("nothing.jpg", b"", "“nothing.jpg” is empty"),
        ("half.jpg", PHOTO[:200], "We cannot open the picture “half.jpg”"),
        ("\u202egpj.exe", PHOTO, "We cannot take “gpj.exe”"),
        ("nul\0.exe", PHOTO, "We cannot take"),
        ("..\\..\\up.exe", PHOTO, "We cannot take “up.exe”"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_the_field_and_leaves_nothing(
    visitor, evidence_folder, name, content, words
):
    conversation = a_taken_chat(token="mine")
    answered = send(visitor, conversation, (name, content))
    assert answered.status_code == 200
    field = main_of(answered).select_one("[type=file]")
    assert words in main_of(answered).find(id=f"{field['id']}_error").text
    assert main_of(answered).select_one("details[data-files]").has_attr("open")
    assert not EvidenceFile.objects.exists()
    assert on_disk(evidence_folder) == 0
    assert conversation.messages.count() == 2


def test_a_file_that_is_too_big_is_named_with_the_most_that_we_take(visitor, settings):
    settings.EVIDENCE_MAX_BYTES = 100
    answered = send(visitor, a_taken_chat(token="mine"), ("long.wav", a_sound()))
    assert "“long.wav” is too big" in answered.content.decode()
    assert not EvidenceFile.objects.exists()


def test_a_name_that_turns_its_letters_round_or_hides_some_is_made_plain(visitor):
    conversation = a_taken_chat(token="mine")
    send(visitor, conversation, ("ann\u202egpj\u200b.jpg", PHOTO), ("\0.jpg", PHOTO))
    names = [each.evidence.name for each in ChatFile.objects.of(conversation).order_by("pk")]
    assert names[0] == "anngpj.jpg"
    assert not set("".join(names)) & {"\u202e", "\u200b", "\0"}


def test_a_name_of_markup_or_signs_is_shown_as_it_is(visitor, agent):
    conversation = a_taken_chat(token="mine", by=agent)
    send(visitor, conversation, ("<b>100%(name)s %s.jpg", PHOTO))
    for page in (visitor.get(page_of(conversation)), at_desk(agent).get(desk_page_of(conversation))):
        assert "<b>100%(name)s %s.jpg" in main_of(page).text
        assert not main_of(page).select(".chat-lines b")


def test_the_good_ones_are_taken_each_bad_one_explained_and_the_words_are_said_once(visitor):
    conversation = a_taken_chat(token="mine")
    answered = send(
        visitor, conversation, ("a.jpg", PHOTO), ("run.exe", b"MZ"), ("b.jpg", PHOTO), text="Two are good"
    )
    page = main_of(answered).text
    assert "We cannot take “run.exe”" in page
    assert [words.split(",")[0] for words in said(conversation)][1:] == [
        "Two are good",
        "Picture: a.jpg",
        "Picture: b.jpg",
    ]
    assert main_of(answered).find("textarea").text.strip() == ""


def test_words_that_are_too_long_are_kept_and_the_file_is_sent(visitor):
    conversation = a_taken_chat(token="mine")
    answered = send(visitor, conversation, ("a.jpg", PHOTO), text="x" * 4001)
    assert "4000 characters or fewer" in main_of(answered).text
    assert "x" * 4001 in main_of(answered).find("textarea").text
    assert ChatFile.objects.count() == 1


@pytest.mark.parametrize("client_id", ["", "short", "x" * 41, "with space in it", "dotted.id.0", "nul\0nul\0nul"])
def test_an_id_that_no_page_of_ours_makes_is_refused_not_broken(visitor, client_id):
    conversation = a_taken_chat(token="mine")
    form = {"text": "", "client_id": client_id, "files": [upload("a.jpg", PHOTO)]}
    assert visitor.post(page_of(conversation, "say"), form).status_code == 200
    assert visitor.post(page_of(conversation, "say"), form, **JSON).json()["type"] in {"refused"}
    assert not EvidenceFile.objects.exists()


def test_too_many_at_a_time_and_too_many_for_one_chat_are_said_to_be_so(visitor, settings, monkeypatch):
    conversation = a_taken_chat(token="mine")
    settings.EVIDENCE_MAX_FILES = 2
    three = [(f"{number}.txt", b"x") for number in range(3)]
    assert "You can send 2 files at a time. You have chosen 3." in main_of(send(visitor, conversation, *three)).text
    monkeypatch.setattr("reporting.chat.actions.files.MOST_FILES", 2)
    assert send(visitor, conversation, *three[:2], client_id="the-first-two").status_code == 302
    assert "One chat can hold 2 files" in main_of(send(visitor, conversation, ("more.txt", b"x"))).text
    # What is there already is acknowledged all the same.
    assert send(visitor, conversation, *three[:2], client_id="the-first-two").status_code == 302
    assert EvidenceFile.objects.count() == 2 < MOST_FILES


def test_a_script_sends_a_file_by_itself_and_hears_what_became_of_it(visitor):
    conversation = a_taken_chat(token="mine")
    stored = send(visitor, conversation, ("a.jpg", PHOTO), client_id="from-a-script", **JSON).json()
    assert stored == {"v": 1, "type": "stored", "client_id": "from-a-script", "seq": 3}
    refused = send(visitor, conversation, ("run.exe", b"MZ"), client_id="from-a-script-too", **JSON).json()
    assert (refused["type"], refused["client_id"]) == ("refused", "from-a-script-too")
    assert "run.exe" in refused["why"]


def test_a_file_can_be_added_to_a_message_that_was_left(visitor):
    conversation = actions.leave_message(
        owner=an_owner("mine"), client_id=an_id(), text="Please look", contact=a_report().contact
    )
    assert visitor.get(page_of(conversation)).status_code == 200
    assert send(visitor, conversation, ("a.jpg", PHOTO)).status_code == 302
    assert Conversation.objects.get().status == Status.LEFT


def test_whoever_left_a_message_and_sends_a_file_while_someone_is_there_has_a_chat(visitor):
    conversation = actions.leave_message(
        owner=an_owner("mine"), client_id=an_id(), text="Please look", contact=a_report().contact
    )
    an_agent_there()
    with time_machine.travel("2026-11-23 10:00"):
        an_agent_there()
        send(visitor, conversation, ("a.jpg", PHOTO))
    assert Conversation.objects.get().status == Status.WAITING


def test_leaving_the_site_while_a_file_is_under_way_leaves_nothing(visitor, evidence_folder, monkeypatch):
    """Also where the chat itself stays, because it is a message that we owe an answer."""
    conversation = actions.leave_message(
        owner=an_owner("mine"), client_id=an_id(), text="Please look", contact=a_report().contact
    )
    from reporting.chat import sending

    def received_while_they_leave(uploads):
        results = [receive(each) for each in uploads]
        actions.leave(owner=an_owner("mine"))
        return results

    monkeypatch.setattr(sending.evidence, "receive_all", received_while_they_leave)
    assert send(visitor, conversation, ("a.jpg", PHOTO)).status_code == 404
    assert not EvidenceFile.objects.exists()
    assert on_disk(evidence_folder) == 0
    assert conversation.messages.count() == 1


@pytest.mark.parametrize("token", ["", "someone-else"])
def test_nobody_sends_a_file_into_the_chat_of_another_browser(token, evidence_folder):
    conversation, client = a_taken_chat(token="mine"), Client()
    if token:
        client.cookies["chat"] = token
    assert send(client, conversation, ("a.jpg", PHOTO)).status_code == 404
    assert on_disk(evidence_folder) == 0


# --- Seeing ---------------------------------------------------------------------------------------


def test_the_visitor_sees_their_picture_small_and_their_other_files_by_name(visitor):
    conversation = a_chat_with_a_file()
    put_file(conversation, "shouting.wav", a_sound())
    page = main_of(visitor.get(page_of(conversation)))
    (picture,) = page.select(".chat-line img")
    assert picture["alt"] == "Your picture broken-window.jpg"
    assert "Sound: shouting.wav" in page.text
    assert not page.select(".chat-line a")
    shown = visitor.get(picture["src"])
    assert shown["Content-Type"] == "image/jpeg"
    assert b"Telltale" not in shown.getvalue()
    sound = ChatFile.objects.get(evidence__name="shouting.wav")
    assert visitor.get(page_of(conversation, "file", sound.public_id)).status_code == 404


def test_the_address_of_a_file_says_nothing_of_it_and_cannot_be_guessed():
    first, second = put_file(a_taken_chat()), put_file(a_taken_chat())
    assert len(first.public_id) == 20
    assert first.public_id != second.public_id
    address = page_of(first.message.conversation, "file", first.public_id)
    assert "broken" not in address
    assert "broken" not in str(first)


@pytest.mark.parametrize("side", ["visitor", "desk"])
def test_nothing_in_a_file_can_run_or_is_kept_by_the_browser(visitor, agent, side):
    conversation = a_chat_with_a_file(by=agent)
    file = ChatFile.objects.get().public_id
    if side == "visitor":
        answer = visitor.get(page_of(conversation, "file", file))
    else:
        answer = at_desk(agent).get(desk_page_of(conversation, "file", file))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"].startswith("inline")


def test_staff_see_pictures_in_place_without_their_position_and_download_the_rest(agent):
    conversation = a_chat_with_a_file(by=agent)
    put_file(conversation, "diary.txt", b"Monday")
    page = main_of(at_desk(agent).get(desk_page_of(conversation)))
    (picture,) = page.select(".chat-line img")
    assert picture["alt"] == "The visitor’s picture broken-window.jpg"
    look, download = page.select(".chat-line__file a")
    assert (look["href"], look["target"]) == (picture["src"], "_blank")
    assert b"Telltale" not in at_desk(agent).get(look["href"]).getvalue()
    answer = at_desk(agent).get(download["href"])
    assert answer.getvalue() == b"Monday"
    assert answer["Content-Disposition"] == 'attachment; filename="diary.txt"'
    assert "diary.txt" in download.text


def test_a_file_in_another_chat_is_not_found_by_this_ones_address(visitor, agent):
    mine, theirs = a_chat_with_a_file(by=agent), a_taken_chat(token="theirs", by=agent)
    other = put_file(theirs)
    for client, address in (
        (visitor, page_of(mine, "file", other.public_id)),
        (visitor, page_of(theirs, "file", other.public_id)),
        (visitor, page_of(mine, "file", "0" * 20)),
        (visitor, page_of(mine, "file", "-")),
        (visitor, page_of(mine, "file", "x" * 2000)),
        (at_desk(agent), desk_page_of(mine, "file", other.public_id)),
        (at_desk(agent), desk_page_of(mine, "file", str(other.pk))),
    ):
        assert client.get(address).status_code == 404


def test_whoever_does_not_answer_chats_or_is_not_signed_in_opens_no_file():
    set_up_groups()
    conversation = a_chat_with_a_file()
    address = desk_page_of(conversation, "file", ChatFile.objects.get().public_id)
    for role in sorted(set(Role) - {Role.CONTACT_CENTRE, Role.DUTY_OFFICER, Role.MANAGER}):
        assert at_desk(UserFactory(roles=[role])).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_whoever_lost_their_seat_lost_its_files(agent):
    """The chat ended with a colleague: whoever only read along has it no more."""
    conversation = a_chat_with_a_file()
    address = desk_page_of(conversation, "file", ChatFile.objects.get().public_id)
    assert at_desk(agent).get(address).status_code == 200
    actions.end(conversation=conversation, by=conversation.taken_by)
    assert at_desk(agent).get(address).status_code == 404
    assert at_desk(conversation.taken_by).get(address).status_code == 200


def test_a_picture_that_comes_by_itself_does_not_count_as_someone_being_there(agent):
    conversation = a_chat_with_a_file(by=agent)
    desk, address = at_desk(agent), desk_page_of(conversation, "file", ChatFile.objects.get().public_id)
    agent.chat_agent.refresh_from_db()
    before = agent.chat_agent.used_at
    with time_machine.travel(timezone.now() + timedelta(minutes=10)):
        desk.get(address, headers={"sec-fetch-dest": "image"})
        agent.chat_agent.refresh_from_db()
        assert agent.chat_agent.used_at == before
        desk.get(address, headers={"sec-fetch-dest": "document"})
        agent.chat_agent.refresh_from_db()
        assert agent.chat_agent.used_at != before


def test_a_frame_has_the_file_for_each_side_as_that_side_may_see_it(agent):
    conversation = a_chat_with_a_file(by=agent)
    put_file(conversation, "diary.txt", b"Monday")
    to_visitor = frames.messages_after(visitors_seat({"chat": "mine"}, conversation.public_id), 2)
    to_staff = frames.messages_after(staff_seat(agent, conversation.public_id), 2)
    assert problems(to_visitor, "to_visitor") == problems(to_staff, "to_staff") == []
    mine, theirs = to_visitor["messages"], to_staff["messages"]
    picture, text = (each["file"] for each in mine)
    known = {"name": "broken-window.jpg", "kind": "picture", "size": len(PHOTO), "picture": True}
    assert known.items() <= picture.items()
    assert (text["address"], text["picture"], text["alt"]) == ("", False, "")
    assert [each["file"]["picture"] for each in theirs] == [True, False]
    assert all(each["file"]["address"].startswith("/desk/") for each in theirs)
    assert json.loads(json.dumps(theirs)) == theirs
    assert all(
        "file" not in each
        for each in frames.messages_after(staff_seat(agent, conversation.public_id), 0)["messages"][:2]
    )


def test_reading_costs_the_same_however_many_files_there_are(visitor, agent):
    conversation = a_chat_with_a_file(by=agent)

    def queries(client, address):
        client.get(address)  # what every page keeps for a minute
        with CaptureQueriesContext(connection) as counted:
            client.get(address)
        return len(counted)

    pages = [(visitor, page_of(conversation)), (at_desk(agent), desk_page_of(conversation))]
    few = [queries(*each) for each in pages]
    for _ in range(5):
        put_file(conversation)
    assert [queries(*each) for each in pages] == few
    actions.make_case(conversation=conversation, by=agent, report=a_report())
    of_a_case = queries(*pages[1])
    for _ in range(5):
        put_file(conversation)
    assert queries(*pages[1]) == of_a_case


def test_each_side_reads_the_line_in_its_own_language(visitor):
    conversation = a_chat_with_a_file()
    message = conversation.messages.last()
    assert message.text.startswith("Picture: broken-window.jpg")
    assert message.words == message.text


def test_a_file_wakes_the_other_side_as_words_do(transactional_db, monkeypatch):
    monkeypatch.setattr("channels.db.close_old_connections", lambda: None)
    monkeypatch.setitem(channel_layers.backends, "default", channel_layers.make_backend("default"))
    agent = an_agent()
    conversation = a_taken_chat(token="mine", by=agent)
    cookie = signed_in(agent)

    async def story():
        async with connected(conversation, cookie=cookie, desk=True) as staff:
            await sends(staff, type="fetch", after=2)
            await sync_to_async(put_file)(conversation)
            return await hears(staff)

    (message,) = async_to_sync(story)()["messages"]
    assert message["file"]["name"] == "broken-window.jpg"
    assert message["file"]["address"].startswith("/desk/chat/")


# --- Becoming evidence ----------------------------------------------------------------------------


def test_the_files_of_a_chat_become_evidence_of_its_case_once_without_being_copied(agent, evidence_folder):
    conversation = a_chat_with_a_file(by=agent)
    kept, files = EvidenceFile.objects.get(), on_disk(evidence_folder)
    case = actions.make_case(conversation=conversation, by=agent, report=a_report())
    actions.make_case(conversation=conversation, by=agent, report=a_report())
    assert list(case.evidence.all()) == [kept]
    assert case.events.filter(kind=EventKind.EVIDENCE).count() == 1
    assert on_disk(evidence_folder) == files
    assert "Picture: broken-window.jpg" in case.events.get(kind=EventKind.TRANSCRIPT).text


def test_files_sent_after_it_became_a_case_follow_with_the_words_at_the_end(agent, visitor):
    conversation = a_taken_chat(token="mine", by=agent)
    case = actions.make_case(conversation=conversation, by=agent, report=a_report())
    send(visitor, conversation, ("later.jpg", PHOTO))
    actions.end(conversation=conversation, by=agent)
    assert [each.name for each in case.evidence.all()] == ["later.jpg"]
    assert any("Picture: later.jpg" in event.text for event in case.events.filter(kind=EventKind.TRANSCRIPT))
    assert case.events.filter(kind=EventKind.EVIDENCE).count() == 1


def test_what_happened_is_begun_from_their_words_and_not_from_the_names_of_files(visitor):
    conversation = a_chat_with_a_file(text="He broke my window")
    assert visitors_words(conversation) == "He broke my window"


def test_someone_whose_chat_led_nowhere_is_told_that_their_files_do_not_come_along(visitor):
    conversation = a_chat_with_a_file()
    actions.end(conversation=conversation)
    assert "Add them to the report again" in main_of(visitor.get(page_of(conversation))).text


def test_once_on_a_case_the_rule_of_the_case_holds_and_each_look_is_written_down(agent):
    conversation = a_chat_with_a_file(by=agent)
    address = desk_page_of(conversation, "file", ChatFile.objects.get().public_id)
    duty = UserFactory(roles=[Role.DUTY_OFFICER])
    case = actions.make_case(conversation=conversation, by=agent, report=a_report())
    # The contact centre answers chats and sees no evidence.
    assert at_desk(agent).get(address).status_code == 404
    assert address_in(conversation, agent) == ""
    assert "Picture: broken-window.jpg" in main_of(at_desk(agent).get(desk_page_of(conversation))).text
    # A duty officer may, and opening the page alone is no look at it.
    assert address_in(conversation, duty) == address
    assert not main_of(at_desk(duty).get(desk_page_of(conversation))).select(".chat-line img")
    assert not case.events.filter(kind=EventKind.READ).exists()
    assert at_desk(duty).get(address).status_code == 200
    (look,) = case.events.filter(kind=EventKind.READ)
    assert (look.by, look.text) == (duty, "the picture broken-window.jpg")


def test_files_of_a_restricted_case_open_only_to_those_who_may_read_it(agent):
    conversation = a_chat_with_a_file(by=agent)
    address = desk_page_of(conversation, "file", ChatFile.objects.get().public_id)
    actions.make_case(conversation=conversation, by=agent, report=a_report(kind=Kind.DOMESTIC_ABUSE))
    actions.end(conversation=conversation, by=agent)
    for someone in (agent, UserFactory(roles=[Role.MANAGER])):
        assert at_desk(someone).get(address).status_code == 404
    assert at_desk(UserFactory(roles=[Role.DUTY_OFFICER])).get(address).status_code == 200


def test_the_visitor_still_sees_their_own_picture_once_it_is_a_case(agent, visitor):
    conversation = a_chat_with_a_file(by=agent)
    case = actions.make_case(conversation=conversation, by=agent, report=a_report())
    assert visitor.get(page_of(conversation, "file", ChatFile.objects.get().public_id)).status_code == 200
    assert not case.events.filter(kind=EventKind.READ).exists()


# --- Forgetting -----------------------------------------------------------------------------------


def in_days(number: float):
    return time_machine.travel(timezone.now() + timedelta(days=number))


def test_the_files_of_a_forgotten_chat_go_from_the_disk_too(evidence_folder):
    conversation = a_chat_with_a_file()
    actions.end(conversation=conversation)
    with in_days(89):
        forget_chats()
        call_command("tick", verbosity=0)
        assert on_disk(evidence_folder) == 2
    with in_days(91):
        assert forget_chats() == 1
    assert not ChatFile.objects.exists()
    assert not EvidenceFile.objects.exists()
    assert on_disk(evidence_folder) == 0


def test_files_on_a_case_stay_with_it_for_good(agent, evidence_folder):
    conversation = a_chat_with_a_file(by=agent)
    actions.make_case(conversation=conversation, by=agent, report=a_report())
    actions.end(conversation=conversation, by=agent)
    with in_days(400):
        forget_chats()
        call_command("tick", verbosity=0)
    assert on_disk(evidence_folder) == 2


def test_what_was_received_and_never_became_a_message_goes_as_a_drafts_would(evidence_folder):
    receive(upload("a.jpg", PHOTO))
    with in_days(16):
        call_command("tick", verbosity=0)
    assert not EvidenceFile.objects.exists()
    assert on_disk(evidence_folder) == 0


def test_a_chat_forgotten_halfway_leaves_its_files_to_the_next_look(evidence_folder, monkeypatch):
    """Its rows are gone and then the machine stops."""
    conversation = a_chat_with_a_file()
    actions.end(conversation=conversation)
    monkeypatch.setattr("reporting.chat.retention.remove_loose", lambda ids: None)
    with in_days(91):
        forget_chats()
        assert on_disk(evidence_folder) == 2
        call_command("tick", verbosity=0)
    assert on_disk(evidence_folder) == 0


def test_after_leaving_the_site_this_browser_opens_none_of_its_files(visitor):
    conversation = a_chat_with_a_file()
    address = page_of(conversation, "file", ChatFile.objects.get().public_id)
    assert visitor.get(address).status_code == 200
    actions.leave(owner=an_owner("mine"))
    assert visitor.get(address).status_code == 404
    visitor.cookies["chat"] = ""
    assert visitor.get(address).status_code == 404


def test_a_file_that_is_missing_from_the_disk_is_said_to_be_and_breaks_nothing(agent):
    conversation = a_chat_with_a_file(by=agent)
    kept = EvidenceFile.objects.get()
    for stored in (kept.original, kept.viewing_copy):
        evidence_storage().delete(stored.name)
    address = desk_page_of(conversation, "file", ChatFile.objects.get().public_id)
    assert at_desk(agent).get(address).status_code == 410


def test_a_chat_begun_by_a_visitor_who_waits_takes_files(visitor):
    conversation = a_chat(token="mine")
    assert send(visitor, conversation, ("a.jpg", PHOTO)).status_code == 302
    assert Conversation.objects.get().status == Status.WAITING


def test_a_file_that_was_removed_is_opened_by_nobody_and_goes_on_no_case(visitor, agent):
    conversation = a_chat_with_a_file(by=agent)
    file = ChatFile.objects.of(conversation).get()
    own, ours = page_of(conversation, "file", file.public_id), desk_page_of(conversation, "file", file.public_id)
    assert (visitor.get(own).status_code, at_desk(agent).get(ours).status_code) == (200, 200)
    actions.remove_message(conversation=conversation, by=agent, seq=file.message.seq, reason=Reason.PERSON)
    assert (visitor.get(own).status_code, at_desk(agent).get(ours).status_code) == (404, 404)
    for seat in (visitors_seat({"chat": "mine"}, conversation.public_id), staff_seat(agent, conversation.public_id)):
        *_before, last = frames.messages_after(seat, 0)["messages"]
        assert "file" not in last
        assert "broken-window" not in json.dumps(last)
    case = actions.make_case(conversation=conversation, by=agent, report=a_report())
    assert not case.evidence.exists()


def test_a_removed_file_goes_from_the_disk_with_the_words_that_were_removed(agent, evidence_folder):
    conversation = a_chat_with_a_file(by=agent)
    file = ChatFile.objects.of(conversation).get()
    actions.remove_message(conversation=conversation, by=agent, seq=file.message.seq, reason=Reason.PERSON)
    actions.make_case(conversation=conversation, by=agent, report=a_report())
    forget_removed()
    assert on_disk(evidence_folder) == 2
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        forget_removed()
    assert (on_disk(evidence_folder), EvidenceFile.objects.count()) == (0, 0)
