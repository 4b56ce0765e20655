from django.utils.html import escape
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from .language import address_in
from .navigation import in_that_language


class QuickPageLinks(PageLinkHandler):
    """Links to pages in rich text, in one query: an address needs nothing of what a page's own type adds.

    They stay in the language that is read, which asks once more for the pages that are there in another.
    """

    @classmethod
    def get_many(cls, attrs_list: list[dict]) -> list[Page | None]:
        ids = {int(attrs["id"]) for attrs in attrs_list if attrs.get("id", "").isdecimal()}
        ours = list(Page.objects.filter(pk__in=ids))
        shown = dict(zip((str(page.pk) for page in ours), in_that_language(ours, get_language()), strict=True))
        return [shown.get(attrs.get("id")) for attrs in attrs_list]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        return [
            f'<a href="{escape(address_in(get_language(), page.url or ""))}">' if page else "<a>"
            for page in cls.get_many(attrs_list)
        ]
