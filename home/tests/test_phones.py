import pytest
from django.core.exceptions import ValidationError

from home.phones import PhoneField
from home.rendering import PublicForm


class CallForm(PublicForm):
    number = PhoneField(label="Which number should we call?")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("07700 900123", "07700 900123"),
        ("+44 (0)7700-900123", "07700 900123"),
        ("  (020) 7946 0018 ", "020 7946 0018"),
        ("020 7946 0018 extension 12", "020 7946 0018 x12"),
        ("+33 1 23 45 67 89", "+33 1 23 45 67 89"),
    ],
)
def test_a_number_is_taken_however_people_write_it(typed, kept):
    assert PhoneField().clean(typed) == kept


@pytest.mark.parametrize("typed", ["my daughter has it", "7946 0018", "07700", "+44" + "1" * 20])
def test_what_cannot_be_dialled_is_told(typed):
    with pytest.raises(ValidationError, match="whole phone number"):
        PhoneField().clean(typed)


def test_a_number_that_need_not_be_given_may_be_left_out():
    assert PhoneField(required=False).clean("  ") == ""


def test_a_phone_shows_its_number_keys_and_an_empty_box_is_told_what_is_missing():
    form = CallForm({"number": ""})
    assert form.errors["number"] == ["Enter a phone number"]
    assert 'type="tel"' in str(form["number"])
