"""Who is there to answer chats: those who said so, whose browser still asks, and who touched it lately.

`Agent.seen_at` is renewed by whatever their browser asks for, `used_at` only by what they do themselves.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting.cases.lifecycle import NotPossible
from reporting.cases.permissions import WITHOUT_CASE, Do, may_ever, require
from reporting.staff.models import User

from .enums import Status
from .models import Agent, Conversation

# Being there is written down so often at most, however often a browser asks.
WRITE_EVERY = timedelta(seconds=20)


@dataclass(frozen=True)
class Room:
    """How many are there to answer, how many chats they can have and can still take, and how many visitors wait."""

    there: int
    places: int
    free: int
    waiting: int


def room() -> Room:
    agents = agents_there()
    return Room(
        there=len(agents),
        places=sum(agent.limit for agent in agents),
        free=sum(max(0, agent.limit - agent.taken) for agent in agents),
        waiting=Conversation.objects.waiting().count(),
    )


def agents_there() -> list[Agent]:
    """Those who can answer at this moment, each with how many chats they are in as `taken`: two queries."""
    there = Agent.objects.there().with_taken().select_related("user").prefetch_related("user__groups").order_by("pk")
    return [agent for agent in there if may_ever(agent.user, Do.CHAT)]


def colleagues_of(user: User) -> QuerySet[User]:
    """The others who answer chats, there or not: whom one can ask."""
    roles = Group.objects.filter(name__in=WITHOUT_CASE[Do.CHAT])
    found = User.objects.filter(is_active=True, groups__in=roles).exclude(pk=user.pk).distinct()
    return found.order_by("first_name", "last_name", "username")


def colleagues_there(user: User) -> QuerySet[User]:
    """The others who take chats now."""
    return colleagues_of(user).filter(chat_agent__in=Agent.objects.there())


def agent_of(user: User) -> Agent:
    """What they are as one who answers chats; not stored for who never took one."""
    return Agent.objects.filter(user=user).first() or Agent(user=user)


def take_chats(user: User) -> None:
    """From now on they are there, until they say otherwise, sign out, or are gone. A call keeps them from it no longer."""
    require(user, Do.CHAT)
    now = timezone.now()
    values = {"ready": True, "in_call": None, "seen_at": now, "used_at": now}
    Agent.objects.update_or_create(user=user, defaults=values)


def stop_taking(user: User) -> None:
    """They get no new chat. Those that they are in go on."""
    Agent.objects.filter(user=user).update(ready=False)


def set_limit(user: User, limit: int, *, by: User) -> None:
    require(by, Do.LEAD_CHATS)
    Agent.objects.update_or_create(user=user, defaults={"limit": limit})


def seen(user: User, *, used: bool) -> None:
    """Their browser asked for something; `used`: they did something themselves."""
    now = timezone.now()
    field, changes = ("used_at", {"seen_at": now, "used_at": now}) if used else ("seen_at", {"seen_at": now})
    due = Q(**{field: None}) | Q(**{f"{field}__lt": now - WRITE_EVERY})
    Agent.objects.filter(due, user=user).update(**changes)


def need_room(user: User, *, for_other: bool = False) -> None:
    """Raise `NotPossible` when they are on the phone, or in as many chats as they may be, with words for themselves or
    `for_other`.

    Two takes at once wait for each other here.
    """
    Agent.objects.get_or_create(user=user, defaults={"seen_at": timezone.now(), "used_at": timezone.now()})
    agent = Agent.objects.select_for_update().get(user=user)
    if agent.in_call_id and not for_other:
        raise NotPossible(_("You said that you are on the phone. End the call, or take chats again, first."))
    if user.chats.filter(status=Status.OPEN).count() < agent.limit:
        return
    if for_other:
        raise NotPossible(_("%(who)s is in as many chats as they may have at once.") % {"who": user.display_name})
    words = ngettext(
        "You are in %(number)s chat, as many as you may have at once. End it or hand it over first.",
        "You are in %(number)s chats, as many as you may have at once. End one or hand it over first.",
        agent.limit,
    )
    raise NotPossible(words % {"number": agent.limit})
