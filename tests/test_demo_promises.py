"""What the demo site promises in words is what the clocks of a case keep."""

from home.demo import PROMISES
from reporting.cases.standards import STANDARDS


def test_the_front_page_promises_what_the_clocks_keep():
    promised = {category: numbers for category, (_for_what, *numbers) in PROMISES.items()}
    kept = {category: [s.first_contact, s.plan, s.keep_in_touch] for category, s in STANDARDS.items()}
    assert promised == kept
