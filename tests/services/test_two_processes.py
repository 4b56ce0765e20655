"""What one process is told, the other knows."""

import os
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis

from tests.pages import form_values, text_of
from tests.report import ANSWERS, answer, step_of, walk_to

from .people import Visitor, at_socket, signed_in, start_chat

CLIENT_ID = "client-id-{}".format
FRONT_PAGE = "SELECT root_page_id FROM wagtailcore_site WHERE is_default_site"
CASES = "SELECT count(*) FROM cases_case WHERE reference = %s"


def test_what_a_visitor_says_at_one_is_heard_by_staff_at_the_other(two):
    first, second = two
    visitor, connie = Visitor(first), signed_in("connie", second)
    connie.post("/desk/chat/take/", {})
    chat = start_chat(visitor, "The music never stops.")
    with at_socket(connie, second, f"/ws/desk/chat/{chat}/") as socket:
        socket.hears("The music never stops.")
        visitor.post(f"/chat/{chat}/say/", {"text": "Not even at four.", "client_id": CLIENT_ID(1)})
        socket.hears("Not even at four.")


def test_what_staff_say_at_one_is_heard_by_the_visitor_at_the_other(two):
    first, second = two
    visitor, connie = Visitor(first), signed_in("connie", second)
    connie.post("/desk/chat/take/", {})
    chat = start_chat(visitor, "Is anyone there?")
    with at_socket(visitor, first, f"/ws/chat/{chat}/") as socket:
        socket.hears("Is anyone there?")
        connie.post(f"/desk/chat/{chat}/say/", {"text": "I am here.", "client_id": CLIENT_ID(2)})
        socket.hears("I am here.")


def test_sockets_at_both_hear_each_other(two):
    first, second = two
    visitor, connie = Visitor(first), signed_in("connie", second)
    connie.post("/desk/chat/take/", {})
    chat = start_chat(visitor, "Hello?")
    with (
        at_socket(visitor, first, f"/ws/chat/{chat}/") as theirs,
        at_socket(connie, second, f"/ws/desk/chat/{chat}/") as ours,
    ):
        theirs.hears("Hello?")
        ours.hears("Hello?")
        for number in range(10):
            theirs.say(type="say", client_id=CLIENT_ID(f"theirs-{number}"), text=f"Question {number}")
            ours.hears(f"Question {number}")
            ours.say(type="say", client_id=CLIENT_ID(f"ours-{number}"), text=f"Answer {number}")
            theirs.hears(f"Answer {number}")


def test_waking_many_times_leaves_no_connection_open(two):
    """Each page that wakes a chat does so from a thread of its own, with a connection of its own."""
    visitor, connie = Visitor(two[0]), signed_in("connie", two[0])
    connie.post("/desk/chat/take/", {})
    chat = start_chat(visitor, "One")
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        before = client.info("clients")["connected_clients"]
        for number in range(30):
            connie.post(
                f"/desk/chat/{chat}/say/", {"text": f"Word {number}", "client_id": CLIENT_ID(f"many-{number}")}
            )
        assert client.info("clients")["connected_clients"] < before + 15


def test_publishing_at_one_drops_the_page_that_the_other_kept(two, asked_of):
    first, second = two
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        reader = Visitor(second)
        before = reader.get("/").text
        assert list(client.scan_iter("*page:*")), "nothing was kept whole"
        assert reader.get("/").text == before
    heading = "A heading that was just published"
    editor = signed_in("ada", first)
    publish(editor, f"/desk/pages/{asked_of(FRONT_PAGE)}/edit/", heading)
    assert heading in reader.get("/").text


def publish(editor: Visitor, address: str, heading: str) -> None:
    # Before the page's own form stands one with which its editor tells that it is open.
    values = form_values(editor.get(address).content, number=1)
    # A script counts the figures of a front page; without one there are none.
    said = {"heading": heading, "figures-count": "0", "action-publish": "action-publish"}
    response = editor.post(address, values | said)
    assert response.status_code == 302, "the page was not published"


@pytest.fixture
def reported(two):
    """Someone who filled in the report, every other page at the other process, and has its last page before them."""
    visitor = Visitor(*two)
    return visitor, walk_to(visitor, "check")


def receipt_of(visitor: Visitor, address: str) -> tuple[str, str]:
    """The reference and the code on the receipt."""
    words = text_of(visitor.get(address).content)
    return re.search(r"FS-\w{4}-\w{4}", words)[0], re.search(r"\w{4}-\w{4}-\w{4}-\w{4}", words)[0]


def test_a_report_made_at_both_in_turn_is_followed_at_either(two, reported):
    first, second = two
    visitor, address = reported
    reference, code = receipt_of(visitor, answer(visitor, address))
    for service in two:
        reader = Visitor(service)
        response = reader.fill("/case/", {"reference": reference, "secret": code})
        assert response.status_code == 302, "the code was not taken"
        followed = text_of(reader.also_at(first, second).get(response.headers["Location"]).content)
        assert reference in followed
        assert "You told us about this." in followed
    assert sum(reference in mail for mail in first.mails()) == 1


def test_the_last_page_sent_to_both_at_once_is_one_case_with_one_receipt(two, reported, asked_of):
    first, second = two
    visitor, address = reported
    assert step_of(address) == "check"
    values = form_values(visitor.get(address).content) | {"check-true": ANSWERS["check"]["true"]}
    with ThreadPoolExecutor(4) as pool:
        presses = [visitor.also_at(service) for service in (first, second, first, second)]
        sent = list(pool.map(lambda press: press.post(address, values), presses))
    receipts = {receipt_of(visitor, response.headers["Location"]) for response in sent}
    assert len(receipts) == 1
    reference, _code = receipts.pop()
    assert asked_of(CASES, reference) == 1
    assert sum(reference in mail for mail in first.mails()) == 1
