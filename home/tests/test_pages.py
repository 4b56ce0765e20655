import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from home.models import CategoryPromise, HomePage, HowToReportPage, PlainPage
from home.page_cache import forget_pages


def publish(page, **changes):
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_every_page_shows_where_it_stands(client, home):
    page = client.get("/how/detail/").content.decode()
    assert "More of it." in page
    assert re.findall(r'breadcrumbs__link"\s+href="(.+?)">(.+?)<', page) == [("/", "Home"), ("/how/", "How we work")]


def test_a_page_deep_down_costs_no_more_than_one_near_the_top(client, home, django_assert_num_queries):
    for address in ("/how/", "/how/detail/"):
        client.get(address)
        with django_assert_num_queries(5):  # site, front page, the pages on the way, the page, who may see it
            assert client.get(f"{address}?not-kept").status_code == 200


def test_links_in_all_texts_of_a_page_cost_one_query(home, django_assert_num_queries):
    links = "".join(f'<p><a linktype="page" id="{page.pk}">x</a></p>' for page in Page.objects.all())
    page = home.add_child(instance=HowToReportPage(title="Report", slug="report", introduction=links, by_phone=links))
    page.get_url()
    with django_assert_num_queries(1):
        assert 'href="/how/detail/"' in page.rich["by_phone"]
    assert page.rich["online"] == ""


def test_a_text_that_holds_the_mark_between_texts_does_no_harm(home):
    assert PlainPage(body="<p>a\x1eb</p>").rich == {"body": "<p>ab</p>"}


def test_a_link_to_a_page_that_is_gone_breaks_nothing(home):
    assert PlainPage(body='<p><a linktype="page" id="99999">x</a></p>').rich["body"] == "<p><a>x</a></p>"
    assert PlainPage(body='<p><a linktype="page" id="odd">x</a></p>').rich["body"] == "<p><a>x</a></p>"


@pytest.mark.parametrize("address", ["/nowhere/", "/how/nowhere/", "/detail/", "/" + "a/" * 40])
def test_what_is_not_there_is_not_found(client, home, address):
    assert client.get(address).status_code == 404


def test_a_draft_is_not_found(client, home):
    home.add_child(instance=PlainPage(title="Not yet", slug="not-yet", live=False))
    assert client.get("/not-yet/").status_code == 404


def test_the_way_found_is_the_way_wagtail_finds(rf, home):
    page, rest = home.nearest(["how", "detail", "more"])
    assert rest == ["more"]
    assert page.trail == list(page.get_ancestors())
    assert Page.route(home, rf.get("/"), ["how", "detail"])[0] == page


def test_what_each_category_gets_stands_where_an_editor_wants_it(client, home):
    CategoryPromise.objects.create(
        page=home, category="A", for_what="Threats", speak_within=1, plan_within=3, in_touch_every=5
    )
    publish(PlainPage.objects.get(slug="how"), show_promises=True)
    forget_pages()
    for address in ("/", "/how/"):
        page = client.get(address).content.decode()
        assert "1 working day<" in page
        assert "3 working days<" in page
    assert "working days" not in client.get("/how/detail/").content.decode()


def test_the_menu_and_the_foot_hold_what_editors_chose(client, home, django_capture_on_commit_callbacks):
    page = client.get("/how/").content.decode()
    assert page.count('href="/how/detail/"') == 1  # at the foot
    with django_capture_on_commit_callbacks(execute=True):
        publish(PlainPage.objects.get(slug="how"), show_in_menus=True)
    assert '<a href="/how/" aria-current="true">How we work</a>' in client.get("/how/").content.decode()


def test_how_to_report_says_hours_and_costs_without_saying_what_changes_by_the_minute(client, home):
    home.add_child(instance=HowToReportPage(title="How to report", slug="how-to-report", by_chat="<p>Type.</p>"))
    page = client.get("/how-to-report/").content.decode()
    assert "8am to 6pm, Monday to Friday" in page
    assert 'data-open-now="/open-now/"' in page
    assert "Open now" not in page
    assert "Closed now" not in page
    assert 'href="tel:03069990100"' in page


def test_a_page_of_ours_shows_in_the_editor_s_preview_and_is_not_kept(home):
    page = PlainPage.objects.get(slug="how")
    response = page.make_preview_request(preview_mode=page.default_preview_mode)
    assert response.status_code == 200
    assert not hasattr(response, "keep_whole")


def test_a_page_for_some_is_not_given_to_everyone(client, home, django_capture_on_commit_callbacks):
    assert client.get("/how/detail/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(
            page=Page.objects.get(slug="how"), restriction_type=PageViewRestriction.LOGIN
        )
    assert client.get("/how/detail/").status_code == 302
    client.force_login(get_user_model().objects.create_user("someone"))
    assert client.get("/how/detail/").status_code == 200


def test_a_page_behind_a_password_is_not_kept_for_those_without(client, home, django_capture_on_commit_callbacks):
    page = Page.objects.get(slug="how")
    with django_capture_on_commit_callbacks(execute=True):
        restriction = PageViewRestriction.objects.create(
            page=page, restriction_type=PageViewRestriction.PASSWORD, password="open sesame"
        )
    address = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, page.pk])
    client.post(address, {"password": "open sesame", "return_url": "/how/"})
    assert b"First of all." in client.get("/how/").content
    assert b"First of all." not in Client().get("/how/").content


def test_there_is_one_front_page(home):
    assert not HomePage.can_create_at(Page.get_first_root_node())
