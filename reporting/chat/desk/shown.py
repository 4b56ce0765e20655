"""The case that a visitor shows, and the one that a chat is part of: as much of each as the permission table gives to who
looks. Being shown a case gives nothing more."""

from reporting.cases.desk.story import summary_parts
from reporting.cases.permissions import Do, all_for
from reporting.staff.models import User

from ..models import Conversation


def shown_to(user: User, chat: Conversation) -> dict | None:
    """None when no case is shown; without `case` when they may not know which it is.

    What is in a restricted case is not spread out here: this part of the page comes anew by itself, and every look into
    such a case is written on its timeline. Its summary is one press away, and that writes it down.
    """
    if not chat.shown_case_id:
        return None
    case = chat.shown_case
    may = all_for(user, case)
    if Do.SEE_SUMMARY not in may:
        return {}
    parts = {"case": case} if case.restricted else summary_parts(case)
    may_add = Do.LEAVE_MESSAGE in may and not chat.case_id and case.is_open
    return parts | {"may_open": Do.SEE_CASE in may, "may_add": may_add}


def case_of(user: User, chat: Conversation) -> dict | None:
    """Whoever answers chats may know the reference of a case that was made of one, which they tell its visitor."""
    if not chat.case_id:
        return None
    may = all_for(user, chat.case)
    may_name = not chat.case_added or Do.SEE_SUMMARY in may
    return {"reference": chat.case.reference if may_name else "", "may_open": Do.SEE_CASE in may}
