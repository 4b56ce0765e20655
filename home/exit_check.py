"""Does the neutral address answer? Asked by staff, never from a visitor's page: the only thing this service fetches."""

import http.client
import urllib.error
import urllib.request
from dataclasses import dataclass

from django.utils.translation import gettext as _

SECONDS = 8
# As a browser asks; some sites answer nothing else.
HEADERS = {"User-Agent": "Mozilla/5.0 (exit check)", "Accept": "text/html"}


@dataclass(frozen=True)
class Finding:
    fine: bool
    words: str


def check_exit(address: str) -> Finding:
    """Fetch `address` once and say what came of it, in words for an editor."""
    if not address.startswith(("https://", "http://")):
        return Finding(False, _("This is no web address: begin it with https://."))
    try:
        # The scheme was looked at above.
        with urllib.request.urlopen(urllib.request.Request(address, headers=HEADERS), timeout=SECONDS) as answer:  # noqa: S310
            return _judge(address, answer.url)
    except urllib.error.HTTPError as problem:
        return Finding(False, _("The site answers, but not with a page (%(code)s).") % {"code": problem.code})
    except (OSError, http.client.HTTPException, ValueError):
        return Finding(
            False, _("It does not answer from here. Try it in a browser too, and choose another if it fails.")
        )


def _judge(asked: str, came_to: str) -> Finding:
    if came_to.startswith("http://"):
        return Finding(
            False, _("It answers, but without https: others on the same network could see it. Choose another.")
        )
    if came_to.rstrip("/") != asked.rstrip("/"):
        return Finding(
            True, _("It answers, and leads on to %(address)s. Use that one: it is quicker.") % {"address": came_to}
        )
    return Finding(True, _("It answers. People who leave get there."))
