"""Links in what is said: only to our own pages. Whatever else someone writes stays words."""

import re

from django.conf import settings
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from home.language import address_in

# static/js/chat.js does the same: change both.
ADDRESS = re.compile(r"(https?://[!-~]+)")
END_OF_SENTENCE = ".,;:!?)]}'\""


def own_origins() -> list[str]:
    """How our own addresses begin: scheme, host and port."""
    return list(dict.fromkeys([settings.WAGTAILADMIN_BASE_URL.rstrip("/"), *settings.SOCKET_ORIGINS]))


def whole_address(path: str, language: str) -> str:
    """The address of a page of ours as one writes it to someone who reads `language`."""
    path = address_in(language, path)
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path if path.startswith("/") else path


def is_own(address: str) -> bool:
    return any(address == origin or address.startswith((f"{origin}/", f"{origin}?")) for origin in own_origins())


def with_links(text: str) -> SafeString:
    """`text`, escaped, in which addresses of ours are links."""
    parts = ADDRESS.split(text)
    return format_html_join("", "{}", ((_link(part) if number % 2 else part,) for number, part in enumerate(parts)))


def _link(part: str) -> SafeString:
    address = part.rstrip(END_OF_SENTENCE)
    if not is_own(address):
        return conditional_escape(part)
    # In the same tab: another would still be there after “Leave this site”. Back, or “Chat”, leads here again.
    return format_html('<a href="{}">{}</a>{}', address, address, part[len(address) :])
