"""The newest success stories, for feed readers and for other sites of the landlord."""

from datetime import datetime, time

from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from home.service import current_service
from reporting.worktime import ENGLAND

from .models import StoryIndexPage, StoryPage

MOST = 20


class StoryFeed(Feed):
    feed_type = Atom1Feed

    def get_object(self, request, index: StoryIndexPage) -> StoryIndexPage:
        return index

    def title(self, index) -> str:
        return _("%(page)s – %(landlord)s") % {"page": index.title, "landlord": current_service().name}

    def subtitle(self, index) -> str:
        return index.summary

    def link(self, index) -> str:
        return index.get_url()

    def feed_url(self, index) -> str:
        return f"{index.get_url()}feed/"

    def items(self, index):
        return index.stories.newest_first()[:MOST]

    def item_title(self, story: StoryPage) -> str:
        return story.title

    def item_description(self, story: StoryPage) -> str:
        return story.summary

    def item_link(self, story: StoryPage) -> str:
        return story.get_url()

    def item_pubdate(self, story: StoryPage) -> datetime:
        return datetime.combine(story.told_on, time(9), ENGLAND)

    def item_updateddate(self, story: StoryPage) -> datetime:
        return story.last_published_at or self.item_pubdate(story)

    def item_categories(self, story: StoryPage) -> list[str]:
        return [str(label) for label in (story.get_kind_display(), story.get_action_display()) if label]
