"""Whole reports, by the people who make them."""

import pytest

from reporting.cases.models import Case

from .walking import SHORTEST, Walker

pytestmark = pytest.mark.django_db


def test_a_named_tenant_reports_noise(client):
    walker = Walker(client)
    for step, answers in SHORTEST.items():
        assert walker.step == step
        walker.give(step, answers)
        assert walker.page.status_code == 200
    assert walker.step == "receipt"
    case = Case.objects.get()
    assert case.reference in walker.page.text
