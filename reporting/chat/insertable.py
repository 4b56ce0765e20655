"""What whoever answers can put into an answer: a quick reply, a page of ours, a fact sheet, or how to reach a partner."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Page

from advice.hours import State
from advice.models import AdvicePage, Partner
from home.models.base import in_language
from home.said import said_moment, said_time
from reporting.staff.models import User

from . import filling
from .actions import public_name
from .links import whole_address
from .models import Conversation, QuickReply

MOST_REPLIES = 12
MOST_PAGES = 6
MOST_PARTNERS = 6
# What one says with a page to look up need not be longer.
LONGEST_QUERY = 80


@dataclass(frozen=True)
class Insertable:
    key: str  # what it is and its number: page-12
    what: str
    title: str
    text: str
    note: str = ""
    language: str = settings.LANGUAGE_CODE


@dataclass(frozen=True)
class At:
    """The chat that it is put into, and who puts it."""

    chat: Conversation
    user: User

    @property
    def language(self) -> str:
        """Of the pages that the visitor writes from."""
        return self.chat.pages_language or settings.LANGUAGE_CODE

    @property
    def languages(self) -> set[str]:
        return {self.language, settings.LANGUAGE_CODE}

    def values(self, language: str) -> dict[str, str]:
        me = public_name(self.user)
        return filling.values_for(visitor=self.chat.name, me=me, language=language)


def find(at: At, query: str) -> list[Insertable]:
    """What has every word of `query`. Without one, the quick replies alone, those for this chat first."""
    query = " ".join(query[:LONGEST_QUERY].split())
    found = _replies(at, query.casefold().split())
    return [*found, *_advice(at, query), *_pages(at, query), *_partners(query)] if query else found


def pick(at: At, key: str) -> Insertable | None:
    """The one that `find` gave with this key, if it can still be put in."""
    what, _dash, number = key.partition("-")
    if what not in PICKERS or not number.isascii() or not number.isdecimal() or len(number) > 18:
        return None
    return next(iter(PICKERS[what](at, int(number))), None)


# --- Quick replies --------------------------------------------------------------------------------


def _replies(at: At, words: list[str]) -> list[Insertable]:
    listed = QuickReply.objects.filter(language__in=at.languages)
    fitting = [reply for reply in listed if all(word in f"{reply.title} {reply.text}".casefold() for word in words)]
    fitting.sort(key=lambda reply: _how_far(at, reply, words))
    return _sayable(at, fitting)[:MOST_REPLIES]


def _how_far(at: At, reply: QuickReply, words: list[str]) -> tuple:
    """Smaller is nearer: the visitor's language, the chat's topic, then what fits every topic, then words in the title."""
    in_title = all(word in reply.title.casefold() for word in words)
    topic = 0 if reply.topic and reply.topic == at.chat.topic else 1 if not reply.topic else 2
    return reply.language != at.language, not in_title, topic


def _sayable(at: At, replies: Iterable[QuickReply]) -> list[Insertable]:
    values = {language: at.values(language) for language in at.languages}
    return [
        Insertable(
            key=f"reply-{reply.pk}",
            what=_("Quick reply"),
            title=reply.title,
            text=filling.fill(reply.text, values[reply.language]),
            note=_("translated by a machine") if reply.by_machine else "",
            language=reply.language,
        )
        for reply in replies
        if not filling.lacking(reply.text, values[reply.language])
    ]


# --- Pages ----------------------------------------------------------------------------------------


def _advice(at: At, query: str) -> list[Insertable]:
    pages = AdvicePage.objects.open_to_all().matching(query).in_order()[:MOST_PAGES]
    return [each for page in pages for each in (_page(at, page), _sheet(at, page)) if each]


def _pages(at: At, query: str) -> list[Insertable]:
    """The other pages, by their titles."""
    pages = _open_pages()
    for word in query.split():
        pages = pages.filter(title__icontains=word)
    others = pages.exclude(pk__in=AdvicePage.objects.values("pk")).order_by("title", "pk")
    return [found for page in others[:MOST_PAGES] if (found := _page(at, page))]


def _open_pages():
    return in_language(Page.objects.live().public().filter(depth__gt=2))


def _page(at: At, page: Page) -> Insertable | None:
    address = page.get_url()
    if not address:
        return None
    # What must not be seen at home by chance is not named beside its address either.
    title = "" if getattr(page, "is_discreet", False) else page.title
    what = _("Advice") if isinstance(page, AdvicePage) else _("Page")
    return Insertable(f"page-{page.pk}", what, page.title, _with_address(at, title, address))


def _sheet(at: At, page: AdvicePage) -> Insertable | None:
    if not page.fact_sheet_url:
        return None
    title = _("%(title)s, fact sheet") % {"title": page.title}
    return Insertable(f"sheet-{page.pk}", _("Fact sheet"), title, _with_address(at, title, page.fact_sheet_url))


def _with_address(at: At, title: str, address: str) -> str:
    address = whole_address(address, at.language)
    return f"{title}: {address}" if title else address


# --- Partners -------------------------------------------------------------------------------------


def _partners(query: str) -> list[Insertable]:
    return [_partner(partner) for partner in Partner.objects.matching(query)[:MOST_PARTNERS]]


def _partner(partner: Partner) -> Insertable:
    state = partner.state_now
    note = said_state(state) if state else partner.shown_hours
    return Insertable(f"partner-{partner.pk}", _("Partner"), partner.name, said_of(partner), note)


def said_of(partner: Partner) -> str:
    """Victim Support: 08 08 16 89 111, 24 hours. https://… Only what the public may see of it."""
    phone = partner.shown_phone
    number = " ".join(filter(None, [phone.get("words") or phone.get("number"), phone.get("remark")]))
    ways = ", ".join(filter(None, [number, partner.shown_hours if number else ""]))
    return f"{partner.name}: " + ". ".join(filter(None, [ways or partner.shown_text, partner.website]))


def said_state(state: State) -> str:
    if state.open and state.until:
        return _("open now until %(time)s") % {"time": said_time(state.until)}
    if state.open:
        return _("open now, day and night")
    return _("closed now until %(moment)s") % {"moment": said_moment(state.until)} if state.until else _("closed now")


PICKERS = {
    "reply": lambda at, number: _sayable(at, QuickReply.objects.filter(pk=number, language__in=at.languages)),
    "page": lambda at, number: [_page(at, page) for page in _open_pages().filter(pk=number).specific()],
    "sheet": lambda at, number: [_sheet(at, page) for page in AdvicePage.objects.open_to_all().filter(pk=number)],
    "partner": lambda at, number: [_partner(partner) for partner in Partner.objects.filter(pk=number)],
}
