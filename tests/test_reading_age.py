"""What the public reads can be read with ease at eleven; what is written is measured, not hoped for."""

import pytest

from reporting.chat import actions as chats
from reporting.chat.tests.factories import a_taken_chat
from reporting.chat.tests.looks import a_visitor

from .pages import form_values
from .reading_age import reading_age, sentences_of
from .report import ANSWERS, start, step_of

ELEVEN = 11


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("The cat sat on the mat. We can help you. Tell us what you heard.", 2, 4),
        (
            "The administration of tenancy enforcement necessitates proportionate consideration of all representations "
            "received from complainants and other interested parties.",
            25,
            40,
        ),
    ],
)
def test_the_measure_tells_plain_words_from_others(text, least, most):
    assert least < reading_age(sentences_of(f"<main><p>{text}</p></main>")) < most


def test_headings_and_items_are_sentences_of_their_own():
    page = "<main><h1>Noise</h1><ul><li>loud music</li><li>a dog: it barks</li></ul></main>"
    assert len(sentences_of(page)) == 4


@pytest.mark.django_db
def test_every_step_of_the_report_can_be_read_at_eleven(client):
    address, hard = start(client), {}
    while True:
        step, page = step_of(address), client.get(address).content.decode()
        age = reading_age(sentences_of(page))
        if age > ELEVEN:
            hard[step] = age
        if step == "check":
            break
        values = form_values(page) | {f"{step}-{name}": value for name, value in ANSWERS.get(step, {}).items()}
        address = client.post(address, values)["Location"]
    assert hard == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["/report/", "/report/back/", "/case/", "/case/link/", "/chat/", "/chat/back/", "/chat/message/", "/search/"],
)
def test_the_ways_in_can_be_read_at_eleven(client, address):
    assert reading_age(sentences_of(client.get(address).content.decode())) <= ELEVEN


@pytest.mark.django_db
def test_what_stands_around_a_chat_can_be_read_at_eleven():
    visitor, chat = a_visitor(), a_taken_chat(token="mine")
    pages = [visitor.get(f"/chat/{chat.public_id}/{what}") for what in ("", "needs/", "keep/")]
    to = {"send-email": "robin@example.com", "send-email_again": "robin@example.com", "send-shared": "no"}
    pages.append(visitor.post(f"/chat/{chat.public_id}/keep/send/", to))
    pages.append(visitor.get("/chat/read/nothing/"))
    chats.end(conversation=chat)
    pages.append(visitor.get(f"/chat/{chat.public_id}/rate/"))
    ages = [reading_age(sentences_of(page.content.decode())) for page in pages]
    assert max(ages) <= ELEVEN, ages
