"""What the three questions come to (P27)."""

import pytest

from reporting.reviews.threshold import judge


def verdict(**changes):
    return judge(**{"reports": 3, "in_time": "yes", "answered": "no", "needed": 3, **changes})


@pytest.mark.parametrize(
    ("answers", "title"),
    [
        ({}, "It looks as if you can ask"),
        ({"answered": "yes"}, "It looks as if you can ask"),  # the rule counts reports, not answers
        ({"in_time": "unsure"}, "You may be able to ask"),
        ({"in_time": "no"}, "You may be able to ask"),
        ({"reports": 2}, "Perhaps not yet"),
        ({"reports": 2, "needed": 2}, "It looks as if you can ask"),  # an area may ask for fewer
        ({"reports": 1, "needed": 1}, "It looks as if you can ask"),
        ({"reports": 0}, "Report it first"),
    ],
)
def test_what_the_answers_mean(answers, title):
    assert verdict(**answers).title == title


def test_only_who_never_reported_is_not_offered_the_form():
    offered = {reports: verdict(reports=reports).ask for reports in range(4)}
    assert offered == {0: False, 1: True, 2: True, 3: True}


def test_it_says_why_in_numbers():
    assert "3 reports in six months, and you have made 2" in verdict(reports=2).why[0]
    assert "does not matter for the rule" in verdict(answered="no").why[1]
    assert "does not stop you" in verdict(answered="some").why[1]
