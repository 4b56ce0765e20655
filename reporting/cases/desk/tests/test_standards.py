"""The page on which managers set what is promised."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Page

from home.models import CategoryPromise, HomePage
from reporting.cases.models import StandardsVersion
from reporting.cases.standards import SHEET
from reporting.staff.roles import Role

pytestmark = pytest.mark.django_db

PAGE = reverse("desk_standards")


def given(**changes) -> dict:
    return SHEET.first | {"why": "The panel asked for it", "instead_of": 1} | changes


def words(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").select_one("main").text.split())


def test_a_manager_changes_them_and_everyone_sees_who_what_and_why(desk):
    manager = desk(Role.MANAGER)
    page = manager.get(PAGE)
    assert "Nothing yet: these are the first." in words(page)
    assert page.context["form"]["b_plan"].value() == 7
    saved = manager.post(PAGE, given(b_plan=6, return_call=1), follow=True)
    assert "Saved. Every report from now on gets these standards." in words(saved)
    assert "Category B. They get their plan in writing: 7 working days, now 6 working days" in words(saved)
    assert "We call back: 24 hours, now 1 hour" in words(saved)
    assert f"{manager.who.display_name} " in words(saved)
    assert "The panel asked for it" in words(saved)
    assert StandardsVersion.objects.current().every_figure == SHEET.first | {"b_plan": 6, "return_call": 1}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"b_plan": ""}, "Enter a number"),
        ({"b_plan": "soon"}, "Enter a whole number."),
        ({"b_plan": 0}, "greater than or equal to 1"),
        ({"a_keep_in_touch": 61}, "less than or equal to 60"),
        ({"return_call": 10**12}, "less than or equal to 24"),
        ({"b_plan": 11}, "Category B cannot wait longer than category C."),
        ({"a_keep_in_touch": 11}, "Category A cannot wait longer than category B."),
        ({"a_first_contact": 4}, "Category A cannot wait longer than category B."),
        ({"why": ""}, "Say why they change"),
    ],
)
def test_what_cannot_be_is_explained_beside_its_field_and_the_rest_is_kept(desk, changes, said):
    answer = desk(Role.MANAGER).post(PAGE, given(c_first_contact=9, **changes))
    assert answer.status_code == 200
    name = next(iter(changes))
    assert any(said in problem for problem in answer.context["form"].errors[name])
    assert answer.context["form"]["c_first_contact"].value() == "9"
    assert StandardsVersion.objects.count() == 1


def test_two_managers_at_once_do_not_undo_each_other(desk):
    desk(Role.MANAGER).post(PAGE, given(b_plan=6))
    late = desk(Role.MANAGER).post(PAGE, given(b_plan=5))
    assert "Someone else has changed this since you opened the page" in words(late)
    assert StandardsVersion.objects.current().figures["b_plan"] == 6
    # Having seen what the other did, one may still want it.
    shown = BeautifulSoup(late.content, "html.parser").select_one("[name=instead_of]")["value"]
    desk(Role.MANAGER).post(PAGE, given(b_plan=5, instead_of=shown))
    assert StandardsVersion.objects.current().figures["b_plan"] == 5


@pytest.mark.parametrize("instead_of", ["", "x", "-1", str(10**30)])
def test_a_version_that_cannot_be_is_no_error_of_ours(desk, instead_of):
    answer = desk(Role.MANAGER).post(PAGE, given(b_plan=6, instead_of=instead_of))
    assert answer.status_code == 200
    assert StandardsVersion.objects.count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MANAGER])
def test_for_everyone_else_there_is_no_such_page(desk, role):
    assert desk(role).get(PAGE).status_code == 404
    assert desk(role).post(PAGE, given(b_plan=6)).status_code == 404


def test_a_page_of_the_site_that_promises_something_else_is_named(desk):
    page = Page.get_first_root_node().add_child(instance=HomePage(title="Home", slug="front", heading="Tell us"))
    promise = CategoryPromise.objects.create(
        page=page, category="B", for_what="Noise", speak_within=3, plan_within=7, in_touch_every=10
    )
    manager = desk(Role.MANAGER)
    assert "promises something else" not in words(manager.get(PAGE))
    CategoryPromise.objects.filter(pk=promise.pk).update(plan_within=5)
    assert f"The page “{page.title}” promises something else for category B." in words(manager.get(PAGE))


def test_it_costs_the_same_however_often_they_were_changed(desk, django_assert_max_num_queries):
    manager = desk(Role.MANAGER)
    for number in range(1, 8):
        manager.post(PAGE, given(b_plan=7 - number % 2, instead_of=number))
    with django_assert_max_num_queries(8):
        assert len(manager.get(PAGE).context["changes"]) == 7
