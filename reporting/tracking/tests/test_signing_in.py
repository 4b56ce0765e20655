from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from reporting.cases import session
from reporting.cases.models import Try
from reporting.codes import in_groups

from .pages import fill, seen, sign_in

pytestmark = pytest.mark.django_db

WRONG = "0000-0000-0000-0000"


def test_the_reference_and_the_code_open_the_case(client, opened):
    answer = sign_in(client, opened.case.reference, opened.secret)
    assert answer.url == reverse("case:detail")
    assert opened.case.reference in seen(client.get(answer.url))


def test_they_may_be_typed_with_small_letters_spaces_and_dashes(client, opened):
    reference = opened.case.reference.lower().replace("-", " ")
    assert sign_in(client, reference, in_groups(opened.secret.lower())).status_code == 302


def test_a_wrong_code_and_an_unknown_reference_are_answered_alike(client, opened):
    wrong_code = sign_in(client, opened.case.reference, WRONG)
    unknown = sign_in(Client(), "FS-0000-0000", opened.secret)
    assert "We could not open a case" in seen(wrong_code)
    assert seen(wrong_code).replace(opened.case.reference, "") == seen(unknown).replace("FS-0000-0000", "")


def test_what_was_typed_stays_to_be_put_right(client, opened):
    answer = sign_in(client, opened.case.reference, "MISTYPED")
    assert opened.case.reference in answer.content.decode()
    assert "MISTYPED" in answer.content.decode()


@pytest.mark.parametrize(
    "typed", ["", " ", "\0", "😡" * 30, "x" * 10_000, "\u202eשלום", "FS-", "%s%n", "' OR 1=1 --", "\ud7ff"]
)
def test_nonsense_is_answered_with_words(client, opened, typed):
    answer = sign_in(client, typed, typed)
    assert answer.status_code == 200
    assert "govuk-error-message" in answer.content.decode() or "We could not open" in seen(answer)


def test_without_signing_in_there_is_nothing(client, opened):
    for name in ("detail", "history", "information", "incident", "files", "call", "question"):
        assert client.get(reverse(f"case:{name}")).url == reverse("case:sign_in")
        assert client.post(reverse(f"case:{name}")).status_code in {302, 405}
    assert client.post(reverse("case:agree"), {"version": 1}).status_code == 302


def test_the_session_holds_the_number_of_the_case_and_nothing_else(client, opened):
    before = client.session.session_key
    sign_in(client, opened.case.reference, opened.secret)
    assert client.session.session_key != before
    assert dict(client.session.items()) == {
        session.KEY: {"id": opened.case.pk, "seen": client.session["case"]["seen"]}
    }


def test_half_an_hour_of_nothing_closes_the_case(client, opened):
    sign_in(client, opened.case.reference, opened.secret)
    with time_machine.travel(timedelta(minutes=20), tick=False) as clock:
        assert client.get(reverse("case:detail")).status_code == 200
        clock.shift(timedelta(minutes=20))
        assert client.get(reverse("case:detail")).status_code == 200
        clock.shift(timedelta(minutes=31))
        answer = client.get(reverse("case:detail"), follow=True)
    assert "nothing happened for 30 minutes" in seen(answer)
    assert session.KEY not in client.session


def test_what_was_being_typed_comes_through_signing_in_again(client, opened):
    sign_in(client, opened.case.reference, opened.secret)
    client.get(reverse("case:incident"))
    with time_machine.travel(timedelta(minutes=45)):
        answers = {"when": "Last night", "what": "He kicked the door 😡", "effect": "", "token": "t"}
        asked = client.post(reverse("case:incident"), answers)
        assert "What you typed is not lost" in seen(asked)
        assert "kicked" not in asked.content.decode()
        kept = asked.context["form"].initial["kept"]
        back = sign_in(client, opened.case.reference, opened.secret, kept=kept)
        assert back.url == reverse("case:incident")
        assert "He kicked the door 😡" in client.get(back.url).content.decode()
        assert "He kicked the door" not in client.get(back.url).content.decode()
    assert not opened.case.events.filter(kind="incident").exists()


@pytest.mark.parametrize("kept", ["nonsense", "é", "gAAAAAB" + "x" * 200])
def test_a_tampered_text_is_left_out_and_the_case_opens(client, opened, kept):
    assert sign_in(client, opened.case.reference, opened.secret, kept=kept).url == reverse("case:detail")


def test_signing_out_leaves_nothing(client, opened):
    sign_in(client, opened.case.reference, opened.secret)
    answer = client.post(reverse("case:sign_out"), follow=True)
    assert "You have signed out" in seen(answer)
    assert dict(client.session.items()) == {}
    assert client.get(reverse("case:detail")).status_code == 302


def test_a_link_to_sign_out_does_nothing(client, opened):
    sign_in(client, opened.case.reference, opened.secret)
    assert client.get(reverse("case:sign_out")).status_code == 405
    assert client.get(reverse("case:detail")).status_code == 200


def test_staff_who_open_a_case_of_their_own_stay_signed_in_to_the_desk(client, opened, officer):
    client.force_login(officer)
    sign_in(client, opened.case.reference, opened.secret)
    client.post(reverse("case:sign_out"))
    assert client.session["_auth_user_id"] == str(officer.pk)
    assert session.KEY not in client.session


def test_whoever_is_signed_in_already_goes_to_their_case(client, opened):
    sign_in(client, opened.case.reference, opened.secret)
    assert client.get(reverse("case:sign_in")).url == reverse("case:detail")


# --- Guessing -------------------------------------------------------------------------------------


def test_ten_wrong_tries_lock_the_case_for_an_hour_even_for_the_right_code(client, opened):
    with time_machine.travel("2026-11-21 12:00+00:00", tick=False) as clock:
        for number in range(10):
            wrong = sign_in(Client(REMOTE_ADDR=f"203.0.113.{number}"), opened.case.reference, WRONG)
            assert "We could not open" in seen(wrong), number
            clock.shift(timedelta(minutes=2 if number < 7 else 10))
        clock.shift(timedelta(minutes=40))
        locked = sign_in(client, opened.case.reference, opened.secret)
        assert "too many wrong tries" in seen(locked)
        assert "call us" in seen(locked)
        clock.shift(timedelta(minutes=11))
        assert sign_in(client, opened.case.reference, opened.secret).status_code == 302


def test_a_reference_that_nobody_has_is_locked_alike(client, opened):
    answers = []
    for reference in (opened.case.reference, "FS-0000-0000"):
        with time_machine.travel("2026-11-21 12:00+00:00", tick=False):
            for _ in range(6):
                answer = sign_in(client, reference, WRONG)
        answers.append(seen(answer).replace(reference, ""))
    assert "too many wrong tries" in answers[0]
    assert answers[0] == answers[1]


def test_the_wait_grows_with_the_tries(client, opened):
    with time_machine.travel("2026-11-21 12:00+00:00", tick=False) as clock:
        for _ in range(4):
            sign_in(client, opened.case.reference, WRONG)
        assert "too many" in seen(sign_in(client, opened.case.reference, opened.secret))
        clock.shift(timedelta(seconds=31))
        for _ in range(2):
            sign_in(client, opened.case.reference, WRONG)
            clock.shift(timedelta(seconds=31))
        assert "too many" in seen(sign_in(client, opened.case.reference, opened.secret))
        clock.shift(timedelta(minutes=2))
        assert sign_in(client, opened.case.reference, opened.secret).status_code == 302


def test_one_address_cannot_try_many_cases(client):
    with time_machine.travel("2026-11-21 12:00+00:00", tick=False):
        answers = [seen(sign_in(client, f"FS-0000-{number:04}", WRONG)) for number in range(21)]
    assert "too many" not in answers[19]
    assert "too many" in answers[20]


def test_the_right_code_forgets_the_tries_for_the_case_but_not_the_address(client, opened):
    for _ in range(3):
        sign_in(client, opened.case.reference, WRONG)
    assert sign_in(client, opened.case.reference, opened.secret).status_code == 302
    assert Try.objects.count() == 3


def test_tries_are_kept_without_reference_or_address_and_not_for_long(client, opened):
    sign_in(client, opened.case.reference, WRONG)
    assert all(opened.case.reference not in each.who and "127.0.0.1" not in each.who for each in Try.objects.all())
    with time_machine.travel(timedelta(hours=3)):
        sign_in(client, "FS-0000-0000", WRONG)
    assert Try.objects.count() == 2


def test_a_sign_in_page_in_another_tab_still_works_for_the_same_person(client, opened):
    sign_in(client, opened.case.reference, opened.secret)
    assert sign_in(client, opened.case.reference, opened.secret).status_code == 302
    assert fill(client, "information", text="From the second tab").url.endswith("?done=information")
