"""Beginning a success story. Whoever asks for one hands over its type, its category and what helped, and nothing else."""

from django.utils.translation import gettext as _

from home.models.base import in_language
from reporting.kinds import Kind
from reporting.places.models import Area

from .enums import Action
from .models import StoryIndexPage, StoryPage

# In a smaller neighbourhood, its name together with the type could tell who it is about.
ENOUGH_HOMES = 100


def begin_story(*, kind: Kind, category: str, action: Action, area: Area | None, by) -> StoryPage | None:
    """A draft for an editor to write, or none where the site has no page for stories. `by` is named as its owner."""
    index = in_language(StoryIndexPage.objects.live()).order_by("path").first()
    if index is None:
        return None
    title = _("To write: %(kind)s") % {"kind": Kind(kind).label}
    values = {"kind": kind, "category": category, "action": action, "area": large_enough(area)}
    story = index.add_child(instance=StoryPage(title=title, live=False, owner=by, **values))
    story.save_revision(user=by)
    return story


def large_enough(area: Area | None) -> Area | None:
    return area if area and area.homes.count() >= ENOUGH_HOMES else None
