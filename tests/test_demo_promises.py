"""What the demo site promises in words is what the clocks of a case keep."""

from home.demo import PROMISES
from reporting.cases.standards import SHEET, TOLD, key_of
from reporting.kinds import Category


def test_the_front_page_promises_what_the_clocks_keep():
    promised = {category: numbers for category, (_for_what, *numbers) in PROMISES.items()}
    kept = {category: [SHEET.first[key_of(category, name)] for name in TOLD] for category in Category}
    assert promised == kept
