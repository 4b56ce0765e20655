"""A visitor keeps what was said: in a file, on paper, or by a link that no stranger can open."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as django_settings
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from home.models import ServiceSettings
from reporting.chat import actions
from reporting.chat.enums import Status
from reporting.chat.models import ChatMessage, Conversation, TranscriptLink
from reporting.chat.retention import forget_chats, forget_transcript_links
from reporting.post.models import Message, Recipient

from .factories import a_chat, a_taken_chat, an_agent, an_id, an_owner
from .looks import a_visitor, at_desk, soup_of, words_in

pytestmark = pytest.mark.django_db

SAFE = {"send-email": "robin@example.com", "send-email_again": "Robin@example.com", "send-shared": "no"}


@pytest.fixture
def visitor():
    return a_visitor()


@pytest.fixture
def chat():
    """Connie answers; a colleague was asked something between the two of them."""
    connie = an_agent(first_name="Connie", last_name="Carter")
    conversation = a_taken_chat(token="mine", by=connie, text="He is <b>back</b>")
    actions.say(conversation=conversation, client_id=an_id(), text="Are you safe?", by=connie)
    actions.whisper(conversation=conversation, client_id=an_id(), text="Is this the Holloway case?", by=connie)
    return conversation


@pytest.fixture
def delivered_after(django_capture_on_commit_callbacks):
    """What is sent within goes out when it is left."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def site_days(delivered_after):
    def change(days: int):
        with delivered_after():
            ServiceSettings.objects.update_or_create(site=Site.objects.get(), defaults={"chat_kept_days": days})

    return change


def at(conversation: Conversation, what: str = "") -> str:
    return f"/chat/{conversation.public_id}/keep/{what}"


def send(visitor, conversation, **other):
    return visitor.post(at(conversation, "send/"), SAFE | other)


def code_in(response) -> str:
    return soup_of(response).select_one("#secret").text.strip()


@pytest.fixture
def sent(visitor, chat, delivered_after):
    """The path that was e-mailed, and the code that the page showed."""
    with delivered_after():
        code = code_in(send(visitor, chat))
    return link_in(mail.outbox[-1].body), code


def link_in(body: str) -> str:
    return re.search(r"https?://[^/]+(/\S+)", body)[1]


class TestFile:
    def test_is_plain_text_with_a_name_that_says_nothing_and_nobody_keeps_it_on_the_way(self, visitor, chat):
        answered = visitor.get(at(chat, "file/"))
        assert answered.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert answered.headers["Content-Disposition"] == 'attachment; filename="notes.txt"'
        assert "no-store" in answered.headers["Cache-Control"]
        assert answered.headers["X-Content-Type-Options"] == "nosniff"

    def test_has_all_that_was_said_in_order_with_who_and_when(self, visitor, chat):
        with time_machine.travel("2026-11-28T14:30:00+00:00", tick=False):
            text = visitor.get(at(chat, "file/")).content.decode()
        assert "Saved on Saturday 28 November at 2:30pm." in text
        said = [text.index(words) for words in ("He is <b>back</b>", "Connie is here", "Are you safe?")]
        assert said == sorted(said)
        assert re.search(r"at .+, You\nHe is <b>back</b>", text)
        assert re.search(r"at .+, Connie\nAre you safe\?", text)

    def test_has_nothing_that_only_staff_see(self, visitor, chat):
        text = visitor.get(at(chat, "file/")).content.decode()
        assert "Holloway" not in text
        assert "Carter" not in text

    def test_says_what_the_service_said_in_the_readers_language(self, visitor, chat):
        text = visitor.get(f"/pl{at(chat, 'file/')}").content.decode()
        assert "Connie is here" not in text
        assert "Connie" in text

    def test_what_was_removed_stays_removed(self, visitor, chat, monkeypatch):
        monkeypatch.setattr(ChatMessage, "words", property(lambda message: "(removed)"))
        text = visitor.get(at(chat, "file/")).content.decode()
        assert "back" not in text
        assert "(removed)" in text

    def test_is_there_after_the_end_too_and_for_nobody_else(self, visitor, chat):
        actions.end(conversation=chat)
        assert "Are you safe?" in visitor.get(at(chat, "file/")).content.decode()
        assert Client().get(at(chat, "file/")).status_code == 404
        actions.leave(owner=an_owner("mine"))
        assert visitor.get(at(chat, "file/")).status_code == 404

    def test_a_long_chat_costs_no_more_queries(self, visitor, chat, django_assert_max_num_queries):
        with django_assert_max_num_queries(20) as few:
            visitor.get(at(chat, "file/"))
        for number in range(10):
            actions.say(conversation=chat, client_id=an_id(), text=f"More {number}", by=chat.taken_by)
        with django_assert_max_num_queries(len(few)):
            visitor.get(at(chat, "file/"))


class TestPage:
    def test_warns_before_and_can_be_printed(self, visitor, chat):
        page = visitor.get(at(chat))
        words = words_in(page)
        assert words.index("Anyone who uses this phone or computer") < words.index("Save what was said")
        assert "Are you safe?" in words
        assert "Holloway" not in words
        assert soup_of(page).select_one(f"a[href='{at(chat, 'file/')}']")["download"] == "notes.txt"
        assert soup_of(page).title.text.strip() == "Notes"

    def test_the_chat_leads_to_it_while_it_goes_on_and_when_it_is_over(self, visitor, chat):
        for _ in range(2):
            page = soup_of(visitor.get(f"/chat/{chat.public_id}/"))
            assert not page.select_one(f"a[href='{at(chat)}']").find_parent(attrs={"data-live": True})
            actions.end(conversation=chat)

    def test_without_e_mail_here_no_link_is_offered(self, visitor, chat, settings):
        settings.POST_CARRIERS = {"text": django_settings.POST_CARRIERS["text"]}
        page = visitor.get(at(chat))
        assert not soup_of(page).select("[name=send-email]")
        assert send(visitor, chat).status_code == 404
        assert not TranscriptLink.objects.exists()


class TestSending:
    def test_the_e_mail_has_a_link_and_neither_the_words_nor_the_code(self, visitor, chat, sent):
        path, code = sent
        message = mail.outbox[-1]
        assert message.to == ["robin@example.com"]
        assert message.subject == "A message for you"
        assert path.startswith("/chat/read/")
        for secret in ("back", "safe?", "Connie", code, code.replace(" ", "")):
            assert secret not in message.body

    def test_whoever_shares_their_mailbox_gets_less_still(self, visitor, chat, delivered_after):
        with delivered_after():
            send(visitor, chat, **{"send-shared": "yes"})
        body = mail.outbox[-1].body
        assert "There is something for you to read" in body
        assert "what was said" not in body
        assert link_in(body).startswith("/chat/read/")

    def test_what_we_keep_of_the_message_does_not_open_it(self, visitor, chat, sent):
        path, _code = sent
        message = Message.objects.get()
        kept = message.full_text + message.discreet_text + message.sent_text + message.key
        assert path.split("/")[-2] not in kept
        assert bytes(message.sealed_secret) == b""
        link = TranscriptLink.objects.get()
        assert path.split("/")[-2] not in (link.token_hash, link.code_hash)
        assert str(link) == f"Transcript link {link.pk}"

    def test_shows_where_it_goes_and_the_code_once(self, visitor, chat):
        answered = send(visitor, chat)
        assert "robin@example.com" in words_in(answered)
        code = code_in(answered)
        assert re.fullmatch(r"\d{3} \d{3}", code)
        again = visitor.get(at(chat))
        assert code not in words_in(again)
        assert "robin@example.com" not in words_in(again)
        assert "We sent a link that works until" in words_in(again)

    @pytest.mark.parametrize(
        ("wrong", "why"),
        [
            ({"send-email": ""}, "Type the e-mail address"),
            ({"send-email": "robin"}, "Enter an e-mail address like name@example.com"),
            ({"send-email": "robin@example.com\x00"}, "a character here that we cannot read"),
            ({"send-email_again": "robyn@example.com"}, "The two addresses are not the same"),
            ({"send-email_again": ""}, "Type the e-mail address a second time"),
            ({"send-shared": ""}, "Say whether anyone else can read messages there"),
            ({"send-email": f"{'x' * 250}@example.com"}, "characters or fewer"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_sent(self, visitor, chat, wrong, why):
        answered = send(visitor, chat, **wrong)
        assert why in words_in(answered)
        kept = SAFE | wrong
        assert soup_of(answered).select_one("[name=send-email_again]").get("value", "") == kept["send-email_again"]
        assert not TranscriptLink.objects.exists()
        assert not Recipient.objects.exists()

    def test_another_stops_the_one_before(self, visitor, chat, sent):
        path, _code = sent
        send(visitor, chat)
        assert Client().get(path).status_code == 404
        assert TranscriptLink.objects.usable().count() == 1

    def test_a_wrong_address_can_be_stopped(self, visitor, chat, sent):
        path, code = sent
        visitor.post(at(chat, "stop/"))
        assert Client().post(path, {"code": code}).status_code == 404
        assert "We sent a link" not in words_in(visitor.get(at(chat)))

    def test_three_a_day_from_one_chat(self, visitor, chat):
        for _ in range(3):
            assert send(visitor, chat).status_code == 200
        other = {"send-email": "other@example.com", "send-email_again": "other@example.com"}
        assert "as often as we may in one day" in words_in(send(visitor, chat, **other))
        assert TranscriptLink.objects.count() == 3
        assert TranscriptLink.objects.usable().count() == 1
        with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
            send(visitor, chat, **other)
        assert TranscriptLink.objects.count() == 4

    def test_three_a_day_to_one_address_from_however_many_chats(self):
        for number in range(3):
            actions.send_transcript(conversation=a_chat(token=f"{number}"), email="robin@example.com", shared=True)
        refused = send(a_visitor("the fourth"), a_chat(token="the fourth"))
        assert "We have sent to this address as often" in words_in(refused)
        assert TranscriptLink.objects.count() == 3

    def test_ten_an_hour_from_one_place(self):
        for number in range(10):
            own = {"send-email": f"r{number}@example.com", "send-email_again": f"r{number}@example.com"}
            assert code_in(send(a_visitor(f"v{number}"), a_chat(token=f"v{number}"), **own))
        refused = send(a_visitor("one more"), a_chat(token="one more"))
        assert "many of these from here in the last hour" in words_in(refused)

    def test_not_from_another_browser(self, chat):
        assert Client().post(at(chat, "send/"), SAFE).status_code == 404
        assert Client().post(at(chat, "stop/")).status_code == 404


class TestReading:
    def test_with_the_code_in_any_browser_without_coming_into_the_chat(self, sent, chat):
        path, code = sent
        elsewhere = Client()
        asked = elsewhere.get(path)
        assert "safe?" not in words_in(asked)
        read = elsewhere.post(path, {"code": code})
        assert "Are you safe?" in words_in(read)
        assert "Holloway" not in words_in(read)
        assert "no-store" in read.headers["Cache-Control"]
        assert "chat" not in elsewhere.cookies
        assert elsewhere.get(f"/chat/{chat.public_id}/").status_code == 404

    @pytest.mark.parametrize("typed", ["{}", " {} ", "{}\n"])
    def test_the_code_may_be_typed_as_people_type(self, sent, typed):
        path, code = sent
        assert "Are you safe?" in words_in(Client().post(path, {"code": typed.format(code.replace(" ", "-"))}))

    def test_the_code_may_be_typed_with_other_figures(self, sent):
        path, code = sent
        arabic = code.translate({ord("0") + number: 0x660 + number for number in range(10)})
        assert "Are you safe?" in words_in(Client().post(path, {"code": arabic}))

    def test_can_be_saved_there(self, sent):
        path, code = sent
        saved = Client().post(path, {"code": code, "file": "yes"})
        assert saved.headers["Content-Disposition"] == 'attachment; filename="notes.txt"'
        assert "Are you safe?" in saved.content.decode()

    def test_ends_where_it_was_asked_for(self, sent, chat):
        path, code = sent
        actions.say(conversation=chat, client_id=an_id(), text="Said later", by=chat.taken_by)
        assert "Said later" not in words_in(Client().post(path, {"code": code}))

    def test_five_wrong_codes_shut_it(self, sent):
        path, code = sent
        wrong = "000000" if code != "000 000" else "000001"
        for _ in range(4):
            answered = Client().post(path, {"code": wrong})
            assert "This code does not open it" in words_in(answered)
        assert Client().post(path, {"code": wrong}).status_code == 404
        assert Client().post(path, {"code": code}).status_code == 404

    @pytest.mark.parametrize("typed", ["", "abc", "9" * 500, "a\x00b", "½²"])
    def test_whatever_is_typed_is_answered(self, sent, typed):
        path, _code = sent
        answered = Client().post(path, {"code": typed})
        assert answered.status_code == 200
        assert soup_of(answered).select(".govuk-error-message")

    def test_one_link_does_not_open_with_the_code_of_another(self, sent):
        path, _code = sent
        other = actions.send_transcript(conversation=a_chat(token="other"), email="o@example.com", shared=True)
        actions.stop_transcripts(conversation=other.link.conversation)
        assert actions.open_transcript(token=path.split("/")[-2], code="") is None
        assert actions.open_transcript(token="never made", code=other.code) is None

    def test_works_for_seven_days(self, sent):
        path, code = sent
        with time_machine.travel(timezone.now() + timedelta(days=6, hours=23)):
            assert "Are you safe?" in words_in(Client().post(path, {"code": code}))
        with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
            gone = Client().post(path, {"code": code})
            assert gone.status_code == 404
            assert "This link does not open anything" in words_in(gone)

    def test_one_that_was_never_made_is_answered_as_one_that_is_over(self, sent):
        assert "This link does not open anything" in words_in(Client().get("/chat/read/nothing-of-ours/"))

    def test_from_polish_pages_it_leads_to_polish_pages(self, visitor, chat, delivered_after):
        with delivered_after():
            visitor.post(f"/pl{at(chat, 'send/')}", SAFE)
        assert link_in(mail.outbox[-1].body).startswith("/pl/chat/read/")
        assert "You asked for a link" in mail.outbox[-1].body

    def test_many_tries_from_one_place_are_refused(self, sent):
        path, code = sent
        for _ in range(60):
            Client().post("/chat/read/nothing-of-ours/", {"code": "1"})
        assert "many tries from here" in words_in(Client().post(path, {"code": code}))


class TestKept:
    def test_the_link_and_the_address_go_after_seven_days(self, sent, capsys):
        with time_machine.travel(timezone.now() + timedelta(days=6)):
            assert forget_transcript_links() == 0
        with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
            call_command("tick")
        assert "1 links to chats forgotten" in capsys.readouterr().out
        assert not TranscriptLink.objects.exists()
        assert not Recipient.objects.exists()
        assert not Message.objects.exists()

    def test_all_goes_with_the_words(self, visitor, chat, site_days):
        site_days(3)
        actions.end(conversation=chat)
        send(visitor, chat)
        with time_machine.travel(timezone.now() + timedelta(days=4)):
            assert forget_chats() == 1
        assert not TranscriptLink.objects.exists()
        assert not Recipient.objects.exists()

    def test_whoever_left_by_the_exit_can_still_read_it_where_it_is_safe(self, sent, chat):
        path, code = sent
        actions.leave(owner=an_owner("mine"))
        chat.refresh_from_db()
        assert chat.status == Status.ENDED
        assert "Are you safe?" in words_in(Client().post(path, {"code": code}))

    def test_staff_do_not_see_where_it_went(self, sent, chat):
        assert "robin@example.com" not in words_in(at_desk(chat.taken_by).get(f"/desk/chat/{chat.public_id}/"))
