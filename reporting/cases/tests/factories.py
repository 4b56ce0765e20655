"""Cases as they come to be: opened by the action itself, never put together by hand."""

from datetime import UTC, datetime
from itertools import count

from reporting.cases import actions
from reporting.cases.enums import Source
from reporting.cases.models import Case
from reporting.cases.permissions import Role
from reporting.cases.report import Report, SafeContact
from reporting.kinds import Category, Kind
from reporting.staff.tests.factories import UserFactory

# A Tuesday morning; where the `clock` of the tests stands.
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)

_numbers = count(1)


def a_report(**changes) -> Report:
    values = {
        "kind": Kind.NOISE,
        "what_happened": "Loud music through the wall most nights.",
        "source": Source.WEB,
        "name": "Robin Example",
        "contact": SafeContact(prefers="email", email="robin@tenant.example", shared=False),
        "place": "12 Imaginary Row, Fairstow, ZZ1 1AA",
    }
    return Report(**{**values, **changes})


def open_a_case(**changes) -> Case:
    return actions.open_case(report=a_report(**changes), key=f"key-{next(_numbers)}", body="body").case


def a_worked_case(*, officer=None, **changes) -> Case:
    """A case with an officer, category B, nothing sent yet but its acknowledgement."""
    duty = UserFactory(roles=[Role.DUTY_OFFICER])
    officer = officer or UserFactory(roles=[Role.COORDINATOR])
    case = open_a_case(**changes)
    actions.acknowledge(case=case, by=duty)
    actions.assess(
        case=case,
        by=duty,
        category=Category.B,
        reason="Often, at night",
        risk_answers={},
        restricted=case.restricted,
    )
    actions.allocate(case=case, to=officer, by=duty)
    return case
