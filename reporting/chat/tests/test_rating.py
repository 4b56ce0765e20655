"""Whether a chat helped: asked once, when it is over, of whoever it was that someone answered."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from reporting.cases.lifecycle import NotPossible
from reporting.cases.tests.factories import a_report
from reporting.chat import actions
from reporting.chat.enums import Helped
from reporting.chat.forms import RatingForm
from reporting.chat.models import COMMENT_LENGTH, ChatRating, Conversation
from reporting.chat.retention import forget_chats, forget_comments

from .factories import a_chat, a_taken_chat, an_agent, an_owner
from .looks import a_visitor, at_desk, soup_of, words_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor():
    return a_visitor()


@pytest.fixture
def ended():
    """A chat that someone answered, and that is over; it is this visitor's."""
    conversation = a_taken_chat(token="mine")
    actions.end(conversation=conversation)
    return conversation


def at(conversation: Conversation) -> str:
    return f"/chat/{conversation.public_id}/rate/"


def asks(response) -> bool:
    return bool(soup_of(response).select("input[name=rating-helped]"))


def say(visitor, conversation, helped=Helped.MOSTLY, comment="", **more):
    return visitor.post(at(conversation), {"rating-helped": helped, "rating-comment": comment} | more)


class TestAsked:
    def test_when_the_visitor_ends_it(self, visitor, ended):
        page = visitor.get(f"/chat/{ended.public_id}/")
        assert asks(page)
        assert [str(label) in words_in(page) for label in Helped.labels] == [True] * 5

    def test_when_staff_end_it(self, visitor):
        agent = an_agent()
        conversation = a_taken_chat(token="mine", by=agent)
        actions.end(conversation=conversation, by=agent)
        assert asks(visitor.get(f"/chat/{conversation.public_id}/"))

    def test_not_while_it_goes_on(self, visitor):
        conversation = a_taken_chat(token="mine")
        assert not asks(visitor.get(f"/chat/{conversation.public_id}/"))
        assert visitor.get(at(conversation)).headers["Location"] == f"/chat/{conversation.public_id}/"

    def test_not_of_someone_whom_nobody_answered(self, visitor):
        conversation = a_chat(token="mine")
        actions.end(conversation=conversation)
        assert not asks(visitor.get(f"/chat/{conversation.public_id}/"))
        say(visitor, conversation)
        assert not ChatRating.objects.exists()

    def test_not_of_someone_who_left_by_the_exit(self, visitor):
        conversation = a_taken_chat(token="mine")
        actions.leave(owner=an_owner("mine"))
        assert visitor.get(at(conversation)).status_code == 404
        assert say(visitor, conversation).status_code == 404
        assert not ChatRating.objects.exists()

    def test_in_another_browser_there_is_nothing_to_say(self, client, ended):
        assert say(client, ended).status_code == 404

    def test_no_more_after_an_answer_but_it_can_be_changed(self, visitor, ended):
        say(visitor, ended, Helped.MOSTLY, "Quicker, please")
        page = visitor.get(f"/chat/{ended.public_id}/")
        assert "You said: Yes, mostly" in words_in(page)
        assert "Skip this" not in words_in(page)
        form = soup_of(page).select_one("[data-rating] details form")
        assert form.select_one("input[checked]")["value"] == "4"
        assert form.textarea.text.strip() == "Quicker, please"
        say(visitor, ended, Helped.HARDLY)
        assert ChatRating.objects.get().helped == Helped.HARDLY

    def test_no_more_after_skipping_but_one_may_still_say(self, visitor, ended):
        visitor.post(at(ended), {"skip": "yes"})
        page = visitor.get(f"/chat/{ended.public_id}/")
        assert "Skip this" not in words_in(page)
        assert "Tell us if this helped" in words_in(page)
        assert not ChatRating.objects.given()
        say(visitor, ended)
        assert ChatRating.objects.given().count() == 1

    def test_skipping_takes_back_nothing(self, visitor, ended):
        say(visitor, ended, Helped.YES)
        visitor.post(at(ended), {"skip": "yes"})
        assert ChatRating.objects.get().helped == Helped.YES


class TestAnswer:
    def test_works_without_a_script_and_thanks(self, visitor, ended):
        answered = visitor.post(at(ended), {"rating-helped": Helped.YES}, follow=True)
        assert answered.redirect_chain == [(at(ended), 302)]
        assert "Thank you. You said: Yes, a lot" in words_in(answered)
        assert "no-store" in answered.headers["Cache-Control"]

    @pytest.mark.parametrize("helped", Helped)
    def test_the_worst_two_are_offered_a_call_and_no_others(self, visitor, ended, helped):
        answered = visitor.post(at(ended), {"rating-helped": helped}, follow=True)
        assert bool(soup_of(answered).select("main a[href='/chat/message/']")) == (
            helped in {Helped.NO, Helped.HARDLY}
        )

    def test_says_what_happens_with_it(self, visitor, ended):
        page = words_in(visitor.get(at(ended)))
        assert "You need not answer" in page
        assert "who answered you is not shown what you say here" in page
        assert "We delete your words after 90 days" in page

    @pytest.mark.parametrize(
        ("wrong", "why"),
        [
            ({"rating-helped": ""}, "Choose how much it helped, or skip this"),
            ({"rating-helped": "6"}, "Select a valid choice"),
            ({"rating-helped": "9" * 400}, "Select a valid choice"),
            ({"rating-helped": "5", "rating-comment": "a\x00b"}, "a character here that we cannot read"),
            ({"rating-helped": "5", "rating-comment": "a" * (COMMENT_LENGTH + 1)}, "characters or fewer"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_written_is_kept(self, visitor, ended, wrong, why):
        answered = visitor.post(at(ended), {"rating-comment": "Keep this"} | wrong)
        assert why in words_in(answered)
        assert ("Keep this" in words_in(answered)) == ("rating-comment" not in wrong)
        assert not ChatRating.objects.exists()

    def test_half_a_character_is_no_words(self):
        form = RatingForm({"rating-helped": "5", "rating-comment": "a\ud800b"})
        assert "cannot read" in form.errors["comment"][0]

    def test_a_chat_that_goes_on_cannot_be_rated_by_any_way(self):
        with pytest.raises(NotPossible):
            actions.rate(conversation=a_taken_chat(), helped=5)
        with pytest.raises(NotPossible):
            actions.skip_rating(conversation=a_taken_chat())


class TestFigures:
    def test_each_answer_is_counted_and_who_skipped_is_not(self, django_assert_num_queries):
        for helped in (5, 5, 1, None):
            conversation = a_taken_chat()
            actions.end(conversation=conversation)
            if helped:
                actions.rate(conversation=conversation, helped=helped, comment="Words" if helped == 1 else "")
            else:
                actions.skip_rating(conversation=conversation)
        with django_assert_num_queries(1):
            counts = ChatRating.objects.counts()
        assert counts == {Helped.YES: 2, Helped.MOSTLY: 0, Helped.PARTLY: 0, Helped.HARDLY: 0, Helped.NO: 1}
        assert [rating.comment for rating in ChatRating.objects.commented(reader=an_agent())] == ["Words"]

    def test_who_leads_chats_reads_the_words_but_not_those_about_their_own(self, visitor):
        leader = an_agent()
        conversation = a_taken_chat(token="mine", by=leader)
        actions.end(conversation=conversation)
        say(visitor, conversation, Helped.NO, "About the leader")
        assert not ChatRating.objects.commented(reader=leader)
        assert ChatRating.objects.commented(reader=an_agent()).count() == 1

    def test_whoever_answered_does_not_see_it_beside_the_chat(self, visitor):
        agent = an_agent()
        conversation = a_taken_chat(token="mine", by=agent)
        actions.end(conversation=conversation, by=agent)
        say(visitor, conversation, Helped.HARDLY, "She was in a hurry")
        page = words_in(at_desk(agent).get(f"/desk/chat/{conversation.public_id}/"))
        assert "in a hurry" not in page
        assert "Not much" not in page

    def test_no_words_of_it_stand_in_its_name(self, visitor, ended):
        say(visitor, ended, Helped.NO, "Words of mine")
        assert re.fullmatch(r"Chat rating \d+", str(ChatRating.objects.get()))


class TestKept:
    def test_the_answer_stays_when_the_words_go(self, visitor, ended):
        say(visitor, ended, Helped.PARTLY, "My name is Robin")
        with time_machine.travel(timezone.now() + timedelta(days=91)):
            assert forget_chats() == 1
        rating = ChatRating.objects.get()
        assert (rating.helped, rating.comment) == (Helped.PARTLY, "")

    def test_what_was_written_about_a_chat_that_became_a_case_goes_as_soon(self, visitor, capsys):
        agent = an_agent()
        conversation = a_taken_chat(token="mine", by=agent)
        actions.make_case(conversation=conversation, by=agent, report=a_report())
        actions.end(conversation=conversation, by=agent)
        say(visitor, conversation, Helped.PARTLY, "My name is Robin")
        with time_machine.travel(timezone.now() + timedelta(days=89)):
            assert forget_comments() == 0
        with time_machine.travel(timezone.now() + timedelta(days=91)):
            call_command("tick")
        assert "1 comments on chats forgotten" in capsys.readouterr().out
        assert (ChatRating.objects.get().helped, ChatRating.objects.get().comment) == (Helped.PARTLY, "")
