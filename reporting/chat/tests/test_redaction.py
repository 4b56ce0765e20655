"""What should not have been said is taken out of view on both sides; its words are sealed, and each reading is written down."""

from datetime import timedelta

import pytest
import time_machine
from asgiref.sync import async_to_sync
from channels.layers import channel_layers
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse
from django.utils import timezone, translation

from reporting.cases.enums import EventKind
from reporting.cases.lifecycle import NotPossible
from reporting.cases.models import Case
from reporting.cases.tests.factories import a_report, a_worked_case
from reporting.cases.timeline import verify
from reporting.chat import actions, frames
from reporting.chat.enums import Reason, Sender
from reporting.chat.gate import Seat
from reporting.chat.models import ChatMessage, Conversation, Removal, RemovalReading
from reporting.chat.retention import forget_chats, forget_removed
from reporting.chat.store import Clash
from reporting.chat.transcript import transcript_after, visitors_words
from reporting.kinds import Kind
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

from .factories import a_chat, a_taken_chat, an_agent, an_id, an_owner
from .looks import a_visitor, at_desk, soup_of, words_in
from .test_sockets import connected, hears, in_the_database, sends, signed_in

pytestmark = pytest.mark.django_db

SAID = "My neighbour is Sam Example of 9 Imaginary Row."
REMOVED = "Removed: the name, address or number of someone else"


@pytest.fixture
def agent():
    return an_agent(first_name="Connie", last_name="Contact")


@pytest.fixture
def lead():
    return UserFactory(roles=[Role.DUTY_OFFICER], first_name="Dana", last_name="Duty")


@pytest.fixture
def chat(agent):
    chat = a_taken_chat(token="mine", by=agent)
    actions.say(conversation=chat, client_id="the-name", text=SAID)
    return chat


def seq_of(chat, client_id="the-name") -> int:
    return chat.messages.get(client_id=client_id).seq


def remove(chat, by, *, seq=None, reason=Reason.PERSON) -> None:
    actions.remove_message(conversation=chat, by=by, seq=seq or seq_of(chat), reason=reason, note="A name.")


def fresh(chat) -> Conversation:
    return Conversation.objects.get(pk=chat.pk)


def page_of(chat, seq=None, name="remove") -> str:
    return reverse(f"desk_chat_{name}", args=[chat.public_id, seq or seq_of(chat)])


def everything_in_the_database() -> str:
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 — the names are the database's own
            found += [repr(row) for row in cursor.fetchall()]
    return "\n".join(found)


# --- Out of view


def test_neither_side_sees_it_any_more(chat, agent):
    remove(chat, agent)
    for page in (
        a_visitor().get(f"/chat/{chat.public_id}/"),
        at_desk(agent).get(f"/desk/chat/{chat.public_id}/"),
    ):
        assert REMOVED in words_in(page)
        assert "Sam Example" not in page.content.decode()


def test_each_side_reads_that_it_was_removed_in_its_own_language(chat, agent, monkeypatch):
    remove(chat, agent)
    message = chat.messages.get(client_id="the-name")
    with translation.override("pl"):
        monkeypatch.setattr("reporting.chat.enums.gettext", lambda text: f"[{translation.get_language()}] {text}")
        assert message.words.startswith("[pl] ")
        (words,) = frames.messages_after(Seat(fresh(chat)), 0)["removed_words"]
        assert words.startswith("[pl] ")


def test_its_words_stand_nowhere_in_clear(chat, agent):
    assert "Sam Example" in everything_in_the_database()
    remove(chat, agent)
    assert "Sam Example" not in everything_in_the_database()


def test_every_answer_tells_all_that_was_removed(chat, agent):
    assert "removed" not in frames.messages_after(Seat(fresh(chat)), 0)
    remove(chat, agent)
    for seat in (Seat(fresh(chat)), Seat(fresh(chat), agent)):
        answer = frames.messages_after(seat, fresh(chat).last_seq)
        assert (answer["messages"], answer["removed"], answer["removed_words"]) == ([], [seq_of(chat)], [REMOVED])


def test_what_is_stored_next_brings_it_along(chat, agent):
    remove(chat, agent)
    said = actions.Said(chat.public_id, an_owner("mine"), an_id(), "Sorry")
    (stored,) = actions.visitors_say([said])
    assert frames.as_messages(Seat(stored.conversation), [stored])["removed"] == [seq_of(chat)]


def test_the_same_words_sent_again_are_acknowledged_and_not_stored_anew(chat, agent):
    before = chat.messages.count()
    remove(chat, agent)
    again = actions.say(conversation=chat, client_id="the-name", text=SAID)
    (in_a_lot,) = actions.visitors_say([actions.Said(chat.public_id, an_owner("mine"), "the-name", SAID)])
    assert again.seq == in_a_lot.seq == seq_of(chat)
    assert chat.messages.count() == before
    assert "Sam Example" not in everything_in_the_database()


@pytest.mark.parametrize("text", ["Other words", "", REMOVED])
def test_other_words_under_its_id_are_refused(chat, agent, text):
    remove(chat, agent)
    with pytest.raises(Clash):
        actions.say(conversation=chat, client_id="the-name", text=text)


def test_transcripts_and_what_a_report_begins_with_show_the_removal(chat, agent):
    remove(chat, agent)
    for words in (transcript_after(fresh(chat), 0), visitors_words(fresh(chat))):
        assert REMOVED in words
        assert "Sam Example" not in words
    prefilled = at_desk(agent).get(reverse("desk_chat_case", args=[chat.public_id]))
    assert REMOVED in soup_of(prefilled).find("textarea", {"name": "what_happened"}).text


def test_first_words_that_were_removed_are_so_in_the_lists_too(agent):
    chat = a_taken_chat(by=agent, text="Sam Example is a thief")
    remove(chat, agent, seq=1, reason=Reason.ABUSE)
    listed = words_in(at_desk(agent).get("/desk/chat/"))
    assert "Removed: abuse" in listed
    assert "Sam Example" not in listed


def test_words_of_danger_are_pointed_out_no_more_but_the_chat_keeps_its_danger(agent):
    chat = a_taken_chat(by=agent, text="Sam Example has a knife")
    assert chat.messages.get(seq=1).danger
    remove(chat, agent, seq=1)
    assert not chat.messages.get(seq=1).danger
    assert fresh(chat).danger


def test_removing_twice_is_removing_once(chat, agent, lead):
    remove(chat, agent)
    remove(chat, lead, reason=Reason.OTHER)
    removal = Removal.objects.get()
    assert (removal.by, removal.reason) == (agent, Reason.PERSON)


# --- Who may


def test_whoever_answers_removes_and_so_does_who_leads_but_no_other(chat, agent, lead):
    with pytest.raises(NotPossible):
        remove(chat, an_agent())
    assert not Removal.objects.exists()
    remove(chat, lead)
    assert Removal.objects.get().by == lead


def test_a_chat_that_nobody_answers_is_for_who_leads(agent, lead):
    chat = a_chat()
    with pytest.raises(NotPossible):
        remove(chat, agent, seq=1)
    remove(chat, lead, seq=1)
    assert Removal.objects.exists()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CONTACT_CENTRE, Role.DUTY_OFFICER, Role.MANAGER}))
def test_nobody_else_removes_or_reads(chat, agent, role):
    other = UserFactory(roles=[role])
    with pytest.raises(PermissionDenied):
        remove(chat, other)
    remove(chat, agent)
    with pytest.raises(PermissionDenied):
        actions.read_removed(removal=Removal.objects.get(), by=other)
    assert not Removal.objects.readable_by(other).exists()


def test_what_the_service_said_is_not_removed(chat, agent):
    line = chat.messages.filter(sender=Sender.SYSTEM).first()
    with pytest.raises(ChatMessage.DoesNotExist):
        remove(chat, agent, seq=line.seq)


# --- At the desk


def test_staff_remove_a_message_by_the_link_beside_it(chat, agent):
    desk = at_desk(agent)
    page = soup_of(desk.get(f"/desk/chat/{chat.public_id}/"))
    link = page.select_one(f'[data-seq="{seq_of(chat)}"] [data-remove]')
    assert link["href"] == page_of(chat)
    assert SAID in words_in(desk.get(link["href"]))
    gone = desk.post(link["href"], {"reason": "person", "note": ""}, follow=True)
    assert "The message is removed." in words_in(gone)
    assert REMOVED in words_in(gone)


def test_visitors_and_the_lines_of_the_service_have_no_such_link(chat, agent):
    assert "data-remove" not in a_visitor().get(f"/chat/{chat.public_id}/").content.decode()
    page = soup_of(at_desk(agent).get(f"/desk/chat/{chat.public_id}/"))
    lines = [line for line in page.select(".chat-line--system") if line.get("data-seq")]
    assert lines
    assert not [line for line in lines if line.select("[data-remove]")]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"note": ""}, "Choose what it is"),
        ({"reason": "nonsense"}, "nonsense"),
        ({"reason": "other"}, "Write why it should not stand here"),
        ({"reason": "person", "note": "\0"}, "cannot read"),
        ({"reason": "person", "note": "\ud7ff" * 2000}, "1000"),
    ],
)
def test_what_is_wrong_is_said_and_removes_nothing(chat, agent, given, why):
    answer = at_desk(agent).post(page_of(chat), given)
    assert why in words_in(answer)
    assert not Removal.objects.exists()


@pytest.mark.parametrize("seq", [99, 2**70])
def test_a_message_that_is_not_there_is_not_found(chat, agent, seq):
    assert at_desk(agent).get(page_of(chat, seq)).status_code == 404


def test_a_colleague_who_does_not_answer_is_told_who_can(chat):
    desk = at_desk(an_agent())
    words = "Only who answers this chat can remove a message. Take it over, or ask a duty officer."
    assert words in words_in(desk.get(page_of(chat)))
    assert words in words_in(desk.post(page_of(chat), {"reason": "person"}))
    assert not Removal.objects.exists()


def test_why_it_was_removed_can_be_read_beside_it_but_not_what_it_said(chat, agent, lead):
    remove(chat, lead)
    page = at_desk(agent).get(page_of(chat))
    assert "Dana Duty" in words_in(page)
    assert "A name." in words_in(page)
    assert "Sam Example" not in page.content.decode()


# --- Reading what was removed


def test_who_leads_reads_it_with_a_press_and_each_reading_is_written_down(chat, agent, lead):
    remove(chat, agent)
    desk = at_desk(lead)
    listed = desk.get(reverse("desk_chat_removals"))
    assert "Connie Contact" in words_in(listed)
    assert "Sam Example" not in listed.content.decode()
    assert desk.get(page_of(chat, name="removed")).status_code == 405
    assert not RemovalReading.objects.exists()
    assert SAID in words_in(desk.post(page_of(chat, name="removed")))
    desk.post(page_of(chat, name="removed"))
    assert [reading.by for reading in RemovalReading.objects.all()] == [lead, lead]
    assert "Dana Duty" in words_in(desk.get(reverse("desk_chat_removals")))


def test_whoever_removed_it_cannot_read_it_again(chat, agent):
    remove(chat, agent)
    desk = at_desk(agent)
    assert desk.post(page_of(chat, name="removed")).status_code == 404
    assert desk.get(reverse("desk_chat_removals")).status_code == 404
    assert not RemovalReading.objects.exists()


def test_what_was_not_removed_is_not_read_this_way(chat, lead):
    assert at_desk(lead).post(page_of(chat, name="removed")).status_code == 404


def test_who_may_not_read_the_case_reads_nothing_removed_from_its_chat(chat, agent, lead, monkeypatch):
    remove(chat, agent)
    case = actions.make_case(conversation=chat, by=agent, report=a_report(kind=Kind.DOMESTIC_ABUSE))
    assert Removal.objects.readable_by(lead).exists()
    monkeypatch.setattr("reporting.chat.models.removal.cases_for", lambda user, do, cases: cases.none())
    assert not Removal.objects.readable_by(lead).exists()
    assert case.restricted


def test_the_list_costs_the_same_however_much_was_removed(chat, agent, lead, django_assert_max_num_queries):
    desk = at_desk(lead)

    def one_more():
        message = actions.say(conversation=chat, client_id=an_id(), text="Sam Example")
        remove(chat, agent, seq=message.seq)
        actions.read_removed(removal=message.removal, by=lead)

    one_more()
    desk.get(reverse("desk_chat_removals"))
    for _ in range(5):
        one_more()
    with django_assert_max_num_queries(12):
        desk.get(reverse("desk_chat_removals"))


def test_what_was_removed_is_forgotten_as_long_after_as_chats_are_kept(chat, agent, lead):
    remove(chat, agent)
    assert forget_removed() == 0
    with time_machine.travel(timezone.now() + timedelta(days=3650)):
        assert forget_removed() == 1
        assert forget_removed() == 0
        with pytest.raises(NotPossible):
            actions.read_removed(removal=Removal.objects.get(), by=lead)
        assert "Not kept any more" in words_in(at_desk(lead).get(reverse("desk_chat_removals")))
    assert actions.say(conversation=chat, client_id="the-name", text=SAID).seq == seq_of(chat)


def test_it_goes_with_its_chat(chat, agent):
    remove(chat, agent)
    actions.end(conversation=chat)
    with time_machine.travel(timezone.now() + timedelta(days=3650)):
        assert forget_chats() == 1
    assert not Removal.objects.exists()


# --- A chat that is on a case


def test_a_timeline_keeps_what_it_has_and_says_that_a_message_was_removed(chat, agent):
    case = actions.make_case(conversation=chat, by=agent, report=a_report())
    desk = at_desk(agent)
    assert "These words also stand on the timeline of the case" in words_in(desk.get(page_of(chat)))
    desk.post(page_of(chat), {"reason": "person", "note": "A name.", "knows_it_stays": "yes"})
    event = case.events.get(kind=EventKind.REMOVED)
    assert event.by == agent
    assert (event.reporter_text, event.data) == ("", {})
    assert "Sam" not in event.text
    assert "Sam Example" in case.events.get(kind=EventKind.TRANSCRIPT).text
    assert verify(Case.objects.get(pk=case.pk)) is None


def test_whoever_was_not_told_so_is_told_before_anything_is_removed(chat, agent):
    desk = at_desk(agent)
    desk.get(page_of(chat))
    actions.add_to_case(conversation=chat, by=agent, case=a_worked_case())
    answer = desk.post(page_of(chat), {"reason": "person", "note": "A name."})
    assert "The message is on the timeline of a case now." in words_in(answer)
    assert "A name." in words_in(answer)
    assert not Removal.objects.exists()
    assert soup_of(answer).find("input", {"name": "knows_it_stays"})


def test_what_is_removed_before_it_comes_on_the_timeline_never_comes_there(chat, agent):
    case = actions.make_case(conversation=chat, by=agent, report=a_report())
    message = actions.say(conversation=chat, client_id=an_id(), text="And Alex Example too.")
    remove(chat, agent, seq=message.seq)
    actions.end(conversation=chat, by=agent)
    whole = "\n".join(case.events.values_list("text", flat=True))
    assert "Alex Example" not in whole
    assert REMOVED in whole
    assert not case.events.filter(kind=EventKind.REMOVED).exists()


# --- Sockets


@pytest.fixture
def _layer(monkeypatch):
    monkeypatch.setattr("channels.db.close_old_connections", lambda: None)
    monkeypatch.setattr("reporting.chat.postbox.close_old_connections", lambda: None)
    monkeypatch.setitem(channel_layers.backends, "default", channel_layers.make_backend("default"))


@pytest.mark.usefixtures("_layer")
def test_both_sides_hear_of_it_at_once(transactional_db):
    agent = an_agent()
    chat = a_taken_chat(token="mine", by=agent)
    message = actions.say(conversation=chat, client_id="the-name", text=SAID)
    cookie = signed_in(agent)

    async def talk():
        mine, theirs = connected(chat, token="mine"), connected(chat, cookie=cookie, desk=True)
        async with mine as visitor, theirs as staff:
            for side in (visitor, staff):
                before = await sends(side, type="fetch", after=0)
                assert SAID in [line["text"] for line in before["messages"]]
            await in_the_database(remove)(chat, agent)
            heard = [await hears(side) for side in (visitor, staff)]
            again = await sends(visitor, type="say", client_id="the-name", text=SAID)
            return heard, again

    heard, again = async_to_sync(talk)()
    for frame in heard:
        assert (frame["type"], frame["removed"], frame["removed_words"]) == ("messages", [message.seq], [REMOVED])
        assert SAID not in str(frame)
    assert (again["type"], again["seq"]) == ("stored", message.seq)
