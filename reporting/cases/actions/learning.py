from django.db import transaction
from django.utils.translation import gettext as _

from advice.enums import Action
from advice.stories import begin_story
from home.language import in_our_language
from reporting.staff.models import User

from ..enums import EventKind, Status
from ..lifecycle import NotPossible
from ..models import Case
from ..permissions import Do, require
from ..timeline import lock, record


@transaction.atomic
@in_our_language
def suggest_story(*, case: Case, by: User, action: Action) -> None:
    """Ask the editors for a success story about a closed case: a draft that holds nothing by which it could be found.

    The page does not know the case, and the timeline does not name the page (P50).
    """
    require(by, Do.SUGGEST_STORY, lock(case))
    if case.status != Status.CLOSED:
        raise NotPossible(_("A story is told only when its case is closed."))
    if case.events.filter(kind=EventKind.STORY).exists():
        raise NotPossible(_("A story was suggested from this case before."))
    if not begin_story(kind=case.kind, category=case.category, action=action, area=case.area, by=by):
        raise NotPossible(_("The site has no page for success stories yet. Ask an editor to make one."))
    record(
        case=case,
        kind=EventKind.STORY,
        by=by,
        text=_("What helped: %(action)s. Only the type, the category and this were passed on.")
        % {"action": Action(action).label},
        data={"action": action},
    )
