"""Someone with a browser whose requests go to several processes in turn, as a balancer in front of them sends them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle

import requests
from websockets.sync.client import connect

from tests.pages import form_values
from tests.server import Service

SECONDS = 20


class Visitor:
    """Keeps cookies, follows no redirect, and sends a form's token as a page would."""

    def __init__(self, *services: Service):
        self.session = requests.Session()
        self.session.trust_env = False
        self.urls = cycle(service.url for service in services)

    @property
    def cookies(self) -> str:
        """As a header says them."""
        return "; ".join(f"{name}={value}" for name, value in self.session.cookies.items())

    def get(self, path: str) -> requests.Response:
        return self.ask("GET", path)

    def post(self, path: str, values: dict) -> requests.Response:
        if "csrftoken" not in self.session.cookies:
            self.get(path)
        return self.ask("POST", path, {"csrfmiddlewaretoken": self.session.cookies["csrftoken"], **values})

    def ask(self, method: str, path: str, values: dict | None = None) -> requests.Response:
        response = self.session.request(
            method, next(self.urls) + path, data=values, allow_redirects=False, timeout=SECONDS
        )
        assert response.status_code < 400, f"{method} {path.split('/')[1]} gave {response.status_code}"
        return response

    def fill(self, path: str, answers: dict) -> requests.Response:
        """Send the first form at `path` with its own defaults and `answers`."""
        return self.post(path, form_values(self.get(path).content) | answers)

    def also_at(self, *services: Service) -> "Visitor":
        """The same browser, its next requests going to `services`."""
        other = Visitor(*services)
        other.session.cookies.update(self.session.cookies)
        return other


def signed_in(username: str, *services: Service) -> Visitor:
    visitor = Visitor(*services)
    response = visitor.post("/desk/login/", {"username": username, "password": services[0].passwords[username]})
    assert response.status_code == 302, f"{username} was not let in"
    return visitor


def start_chat(visitor: Visitor, words: str) -> str:
    """Gives the public id of the new conversation."""
    response = visitor.fill("/chat/", {"text": words, "name": "Robin"})
    return response.headers["Location"].strip("/").split("/")[-1]


@contextmanager
def at_socket(visitor: Visitor, service: Service, path: str) -> Iterator["Socket"]:
    """The browser's end of a chat's socket at one of the processes, from the first message on."""
    address = service.url.replace("http", "ws") + path
    with connect(
        address, origin=service.url, additional_headers={"Cookie": visitor.cookies}, proxy=None
    ) as connection:
        socket = Socket(connection)
        socket.say(type="fetch", after=0)
        yield socket


class Socket:
    def __init__(self, connection):
        self.connection = connection

    def say(self, **frame) -> None:
        self.connection.send(json.dumps({"v": 1, **frame}))

    def hears(self, words: str) -> None:
        """Read on until a message has `words`; raises TimeoutError when none comes."""
        while True:
            frame = json.loads(self.connection.recv(SECONDS))
            if any(words in message["text"] for message in frame.get("messages", [])):
                return
