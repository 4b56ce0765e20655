"""HTML that Wagtail's own editor has not filtered: the only place that cleans it, and the only one that knows how.

What people write to us is never HTML: it is kept as plain text and escaped when shown.
"""

import bleach

TAGS = frozenset({"p", "h2", "h3", "ul", "ol", "li", "b", "strong", "em", "br", "a"})
# `linktype` and `id` are how Wagtail keeps a link to a page, so that it still leads there when the page moves.
ATTRIBUTES = {"a": ["href", "linktype", "id"]}
PROTOCOLS = frozenset({"https", "http", "mailto", "tel"})


def clean(html: str) -> str:
    """The same text with nothing but plain paragraphs, headings, lists and links."""
    return bleach.clean(html, tags=TAGS, attributes=ATTRIBUTES, protocols=PROTOCOLS, strip=True, strip_comments=True)
