"""A small client that keeps its connection and its cookies, and the processor time that a server spent."""

import http.client
import time
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit


class Browser:
    def __init__(self, url: str):
        parts = urlsplit(url)
        self.connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
        self.asked_at = 0.0
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, values: dict | None = None):
        """Status, address to go to, and body; redirects are not followed."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if values is not None:
            body = urlencode(values, doseq=True)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        response = self.send(method, path, body, headers)
        content = response.read()
        for header in response.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        return response.status, response.headers.get("Location", ""), content

    def send(self, method: str, path: str, body: str | None, headers: dict):
        # A server lets go of a connection on which nothing came for five seconds, as while the other server is asked.
        if time.monotonic() - self.asked_at > 3:
            self.connection.close()
        self.connection.request(method, path, body=body, headers=headers)
        response = self.connection.getresponse()
        self.asked_at = time.monotonic()
        return response

    def get(self, path: str) -> bytes:
        status, _, content = self.ask("GET", path)
        if status != 200:
            raise RuntimeError(f"GET {path} gave {status}")
        return content

    def post(self, path: str, values: dict) -> str:
        status, location, _ = self.ask("POST", path, values)
        if status not in {200, 302}:
            raise RuntimeError(f"POST {path} gave {status}")
        return location


def processor_seconds(pid: int) -> float:
    """What the process has spent so far, with threads that have ended. It has a clock for that, whose number is made of its own
    (clock_getcpuclockid(3)); the count in /proc goes in steps of ten milliseconds."""
    return time.clock_gettime(~pid << 3 | 2)
