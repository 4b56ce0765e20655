import pytest
from django.core.cache import cache

from reporting.cases import actions, session
from reporting.cases.tests.factories import a_report, a_worked_case
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory
from reporting.tracking import links


class Inline:
    """In place of the thread beside the answer, so that a test sees what it did."""

    def submit(self, work, *values):
        links.send_if_right(*values)


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    cache.clear()
    monkeypatch.setattr(links, "_beside", Inline())


@pytest.fixture
def opened():
    """A case just reported, with the secret that its reporter was shown."""
    return actions.open_case(report=a_report(), key="tracking", body="body")


@pytest.fixture
def officer():
    return UserFactory(roles=[Role.COORDINATOR], first_name="Sam", last_name="Officer")


@pytest.fixture
def worked(officer):
    return a_worked_case(officer=officer)


@pytest.fixture
def let_in(client):
    """Open a case in the test's browser, as signing in does."""

    def let_in(case, browser=client):
        browser.get("/case/")
        store = browser.session
        store[session.KEY] = {"id": case.pk, "seen": int(session.time.time())}
        store.save()
        browser.cookies["sessionid"] = store.session_key
        return browser

    return let_in
