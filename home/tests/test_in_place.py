from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from home.in_place import InPlaceMiddleware


def to_next_step(request):
    response = HttpResponseRedirect("/report/next/")
    response.set_cookie("draft", "kept")
    return response


def test_a_script_that_asks_is_told_where_to_go_next():
    request = RequestFactory().post("/report/", headers={"X-In-Place": "1"})
    response = InPlaceMiddleware(to_next_step)(request)
    assert response.status_code == 200
    assert response["X-Go-To"] == "/report/next/"
    assert "Location" not in response
    assert response.cookies["draft"].value == "kept"


def test_everyone_else_is_sent_there():
    response = InPlaceMiddleware(to_next_step)(RequestFactory().post("/report/"))
    assert (response.status_code, response["Location"]) == (302, "/report/next/")


def test_a_page_that_is_not_a_redirect_is_left_alone():
    request = RequestFactory().post("/report/", headers={"X-In-Place": "1"})
    response = InPlaceMiddleware(lambda request: HttpResponse("put this right", status=400))(request)
    assert response.status_code == 400
    assert not response.has_header("X-Go-To")
