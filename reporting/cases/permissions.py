"""Who may do what with which case: the one table that views, querysets, exports, sockets and tests read.

What is not in the table is refused. What one may not see is answered like what does not exist.
"""

from collections.abc import Iterable
from enum import Enum

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils import timezone

from reporting.staff.models import User
from reporting.staff.roles import EVERYONE, OFFICERS, Role

from .models import BrokenGlass, Case


class Do(Enum):
    """What staff do. Each page of the desk names the one it is for."""

    ENTER_DESK = "enter the desk"
    LIST_CASES = "list and search cases"
    SEE_SUMMARY = "see a case's status, plan and next contact"
    SEE_CASE = "read the whole case"
    SEE_EVIDENCE = "look at evidence"
    TRIAGE = "work the triage queue"
    TAKE_REPORT = "take a report for someone"
    LEAVE_MESSAGE = "leave a message for the officer"
    ACKNOWLEDGE = "acknowledge"
    ASSESS = "assess and categorise"
    SIGNPOST = "signpost"
    ALLOCATE = "allocate"
    NAME = "say who else needs to know of a restricted case"
    NOTE = "write a note"
    CONTACT = "record a contact"
    PLAN = "write and send the plan"
    CLOSE = "close"
    BREAK_GLASS = "open a restricted case without being named, and say why"
    PAUSE = "let promises wait, and go on"
    REVIEW = "look at a case as its manager"
    SUGGEST_STORY = "suggest a success story"
    EXPORT = "export the list"
    CHAT = "answer chats"
    LEAD_CHATS = "see who answers chats, and set how many each may have at once"
    EDIT_REPLIES = "write the quick replies of the chat"
    READ_REMOVED = "read what was removed from a chat"
    BLOCK_CHAT = "keep someone from writing in the chat for a while"
    CHAT_FIGURES = "see how many chats there were and how they went"
    OVERLOAD = "give an officer more cases than there is room for"
    SEE_TEAM = "see who works cases, how many, and who is away"
    LEAD_TEAM = "say when others are away"
    ALERTS = "be told of promises that fall due or were missed"
    SET_STANDARDS = "set the service standards"
    SET_RISK = "set what answers to the risk questions weigh"
    SEE_SIGN_UPS = "see who has read the sign-up pack"
    CASE_REVIEWS = "deal with requests for a case review"


class Scope(Enum):
    """Which cases of a class."""

    ALL = "all"
    NAMED = "those one is the officer of, is named on as needing to know, or has opened saying why"


ORDINARY, RESTRICTED = False, True  # the value of Case.restricted

_TRIAGE = (Do.TRIAGE, Do.ACKNOWLEDGE, Do.ASSESS, Do.SIGNPOST, Do.ALLOCATE)
_READ = (Do.LIST_CASES, Do.SEE_SUMMARY, Do.SEE_CASE, Do.SEE_EVIDENCE)
_WORK = (Do.NOTE, Do.CONTACT, Do.PLAN, Do.CLOSE, Do.LEAVE_MESSAGE)
_FRONT = (Do.LIST_CASES, Do.SEE_SUMMARY, Do.LEAVE_MESSAGE)


def _rows(roles: Iterable[Role], does: Iterable[Do], **classes: Scope) -> dict:
    by_class = {{"ordinary": ORDINARY, "restricted": RESTRICTED}[name]: scope for name, scope in classes.items()}
    return {(role, do): by_class for role in roles for do in does}


TABLE: dict[tuple[Role, Do], dict[bool, Scope]] = {
    **_rows([Role.CONTACT_CENTRE, Role.OUT_OF_HOURS], _FRONT, ordinary=Scope.ALL),
    **_rows([Role.DUTY_OFFICER], _TRIAGE + _READ + _WORK, ordinary=Scope.ALL, restricted=Scope.ALL),
    # A manager sees that there is a restricted case, and what is promised; to read it they are named, or say why.
    **_rows([Role.MANAGER], _TRIAGE + _READ + _WORK, ordinary=Scope.ALL, restricted=Scope.NAMED),
    **_rows([Role.MANAGER], (Do.TRIAGE, Do.LIST_CASES), ordinary=Scope.ALL, restricted=Scope.ALL),
    **_rows([Role.MANAGER], (Do.BREAK_GLASS,), restricted=Scope.ALL),
    **_rows(OFFICERS, _READ + _WORK, ordinary=Scope.ALL, restricted=Scope.NAMED),
    **_rows([Role.COORDINATOR], (Do.ASSESS, Do.ALLOCATE), ordinary=Scope.NAMED, restricted=Scope.NAMED),
    # A promise that waits looks kept, so only those who answer for the case may let it.
    **_rows(OFFICERS, (Do.PAUSE,), ordinary=Scope.NAMED, restricted=Scope.NAMED),
    **_rows([Role.DUTY_OFFICER], (Do.PAUSE,), ordinary=Scope.ALL, restricted=Scope.ALL),
    **_rows([Role.MANAGER], (Do.PAUSE, Do.REVIEW), ordinary=Scope.ALL, restricted=Scope.NAMED),
    **_rows([Role.DUTY_OFFICER], (Do.NAME,), restricted=Scope.ALL),
    **_rows([Role.COORDINATOR, Role.MANAGER], (Do.NAME,), restricted=Scope.NAMED),
    **_rows([Role.MANAGER], (Do.SUGGEST_STORY,), ordinary=Scope.ALL),
    **_rows([Role.COORDINATOR], (Do.SUGGEST_STORY,), ordinary=Scope.NAMED),
    **_rows([Role.QUALITY], (Do.LIST_CASES, Do.SEE_SUMMARY, Do.SEE_CASE), ordinary=Scope.ALL),
    **_rows([Role.QUALITY], (Do.EXPORT,), ordinary=Scope.ALL),
    **_rows([Role.MANAGER], (Do.EXPORT,), ordinary=Scope.ALL, restricted=Scope.NAMED),
}

# What is about no case in particular.
WITHOUT_CASE: dict[Do, frozenset[Role]] = {
    Do.ENTER_DESK: EVERYONE,
    Do.TAKE_REPORT: frozenset({Role.CONTACT_CENTRE, Role.OUT_OF_HOURS, Role.DUTY_OFFICER, Role.MANAGER}) | OFFICERS,
    Do.CHAT: frozenset({Role.CONTACT_CENTRE, Role.DUTY_OFFICER, Role.MANAGER}),
    Do.LEAD_CHATS: frozenset({Role.DUTY_OFFICER, Role.MANAGER}),
    Do.EDIT_REPLIES: frozenset({Role.DUTY_OFFICER, Role.MANAGER}),
    Do.READ_REMOVED: frozenset({Role.DUTY_OFFICER, Role.MANAGER}),
    Do.BLOCK_CHAT: frozenset({Role.DUTY_OFFICER, Role.MANAGER}),
    # Numbers, and nothing that anyone said.
    Do.CHAT_FIGURES: frozenset({Role.DUTY_OFFICER, Role.MANAGER, Role.QUALITY}),
    Do.OVERLOAD: frozenset({Role.MANAGER}),
    Do.SEE_TEAM: frozenset({Role.DUTY_OFFICER, Role.MANAGER}) | OFFICERS,
    Do.LEAD_TEAM: frozenset({Role.MANAGER}),
    Do.ALERTS: frozenset({Role.DUTY_OFFICER, Role.MANAGER}) | OFFICERS,
    Do.SET_STANDARDS: frozenset({Role.MANAGER}),
    Do.SET_RISK: frozenset({Role.MANAGER}),
    # Those who sign tenants up and visit them, and those who look whether nobody was left out.
    Do.SEE_SIGN_UPS: frozenset({Role.CONTACT_CENTRE, Role.QUALITY, Role.MANAGER}) | OFFICERS,
    # These know of every case, and a request may be about any.
    Do.CASE_REVIEWS: frozenset({Role.DUTY_OFFICER, Role.MANAGER}),
}


def scopes(user: User, do: Do) -> dict[bool, set[Scope]]:
    """For each class of case, the scopes that `user`'s roles give together."""
    found: dict[bool, set[Scope]] = {ORDINARY: set(), RESTRICTED: set()}
    for role in roles_of(user):
        for case_class, scope in TABLE.get((role, do), {}).items():
            found[case_class].add(scope)
    return found


def roles_of(user) -> frozenset[Role]:
    return getattr(user, "roles", frozenset())


def may_ever(user, do: Do) -> bool:
    """Whether there can be anything for `user` to `do` at all: what a menu, or a page's door, asks."""
    if do in WITHOUT_CASE:
        return bool(roles_of(user) & WITHOUT_CASE[do])
    return any(scopes(user, do).values())


def may(user, do: Do, case: Case) -> bool:
    allowed = scopes(user, do)[case.restricted]
    if Scope.ALL in allowed:
        return True
    return Scope.NAMED in allowed and is_named_on(user, case)


def is_named_on(user, case: Case) -> bool:
    return (
        case.officer_id == user.pk
        or case.need_to_know.filter(pk=user.pk).exists()
        or case.broken_glass.now(timezone.now()).filter(by=user).exists()
    )


def may_be_named(user) -> bool:
    """Whether naming `user` on a restricted case opens it to them: for the rest the table has no such row, or no need of one."""
    return user.is_active and Scope.NAMED in scopes(user, Do.SEE_CASE)[RESTRICTED]


def all_for(user, case: Case, *, named: bool | None = None) -> frozenset[Do]:
    """All that `user` may do with `case`. `named` says whether they are named on it, for who has asked already."""
    allowed = {do: scopes(user, do)[case.restricted] for do in Do}
    everyones = {do for do, found in allowed.items() if Scope.ALL in found}
    if not any(Scope.NAMED in found for found in allowed.values()):
        return frozenset(everyones)
    named = is_named_on(user, case) if named is None else named
    return frozenset(everyones | {do for do, found in allowed.items() if Scope.NAMED in found and named})


def require(user, do: Do, case: Case | None = None) -> None:
    """Raise `PermissionDenied` unless `user` may `do` this. Every action of staff begins with it."""
    allowed = may_ever(user, do) if case is None else may(user, do, case)
    if not allowed:
        raise PermissionDenied(do.value)


def cases_for(user, do: Do, cases: QuerySet[Case] | None = None) -> QuerySet[Case]:
    """Those of `cases` (all of them, when left out) that `user` may `do` this with."""
    cases = Case.objects.all() if cases is None else cases
    if not may_ever(user, do):
        return cases.none()
    allowed = scopes(user, do)
    if all(Scope.ALL in allowed[case_class] for case_class in (ORDINARY, RESTRICTED)):
        return cases
    return cases.filter(_condition(user, allowed))


def sees_what_is_listed(user) -> bool:
    """Whether all that `user` finds in a list they may read too. Of some cases a manager knows only that they are there."""
    return scopes(user, Do.LIST_CASES) == scopes(user, Do.SEE_SUMMARY)


def shut_to(user, cases: Iterable[Case]) -> set[int]:
    """The keys of those of `cases`, which are in a list of theirs, that `user` may not read."""
    restricted = {case.pk for case in cases if case.restricted}
    if not restricted or sees_what_is_listed(user):
        return set()
    return restricted - set(cases_for(user, Do.SEE_SUMMARY).filter(pk__in=restricted).values_list("pk", flat=True))


def named_on(user) -> Q:
    """The condition that says of a case what `is_named_on` does."""
    # A subquery for the list of names, not a join, so that no case comes twice.
    known = Case.need_to_know.through.objects.filter(user=user).values("case")
    opened = BrokenGlass.objects.now(timezone.now()).filter(by=user).values("case")
    return Q(officer=user) | Q(pk__in=known) | Q(pk__in=opened)


def _condition(user, allowed: dict[bool, set[Scope]]) -> Q:
    named = named_on(user)
    condition = Q(pk__in=[])
    for case_class, found in allowed.items():
        if Scope.ALL in found:
            condition |= Q(restricted=case_class)
        elif Scope.NAMED in found:
            condition |= Q(restricted=case_class) & named
    return condition
