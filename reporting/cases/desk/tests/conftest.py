import pytest

from reporting.cases import actions
from reporting.cases.models import Case
from reporting.cases.tests.factories import a_worked_case, open_a_case
from reporting.kinds import Category, Kind
from reporting.places.tests.factories import HomeFactory
from reporting.staff.tests.factories import UserFactory


@pytest.fixture
def desk(client):
    """`desk(Role.MANAGER)` signs someone of that role in; they are `client.who`."""

    def sign_in(*roles, user=None):
        client.who = user or UserFactory(roles=roles)
        client.force_login(client.who)
        from reporting.staff import sessions

        session = client.session
        sessions.begin(session)
        session.save()
        return client

    return sign_in


@pytest.fixture
def home():
    return HomeFactory()


@pytest.fixture
def new_case(db, home):
    return open_a_case(home=home, wants="Quiet nights")


@pytest.fixture
def restricted_case(db):
    return open_a_case(kind=Kind.DOMESTIC_ABUSE, name="Alex Example")


@pytest.fixture
def worked_case(db, home):
    return a_worked_case(home=home)


def assess(case: Case, by) -> None:
    actions.acknowledge(case=case, by=by)
    actions.assess(case=case, by=by, category=Category.B, reason="Often", risk_answers={}, restricted=case.restricted)
