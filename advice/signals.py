"""What follows from a change: kept pages that show a partner are dropped, and a story gets the picture it is shared with."""

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.search.index import insert_or_update_object
from wagtail.signals import page_published, page_unpublished

from home.page_cache import forget_pages
from home.service import current_service

from .cards import card_name, keep_card
from .models import Partner, PartnerDirectoryPage, StoryPage


def partner_changed(**kwargs) -> None:
    transaction.on_commit(forget_pages)
    transaction.on_commit(find_partners_again)


def find_partners_again() -> None:
    """A search for a partner leads to the directory, so the directory is indexed again."""
    for page in PartnerDirectoryPage.objects.live():
        insert_or_update_object(page)


def story_published(instance, **kwargs) -> None:
    transaction.on_commit(lambda: keep_card(instance, current_service().name))


def story_gone(instance, **kwargs) -> None:
    name = card_name(instance)  # while it still has its number
    transaction.on_commit(lambda: default_storage.delete(name))


def connect() -> None:
    for signal in (post_save, post_delete):
        signal.connect(partner_changed, sender=Partner, dispatch_uid="advice.partner_changed")
    m2m_changed.connect(partner_changed, sender=Partner.areas.through, dispatch_uid="advice.partner_moved")
    page_published.connect(story_published, sender=StoryPage, dispatch_uid="advice.story_published")
    page_unpublished.connect(story_gone, sender=StoryPage, dispatch_uid="advice.story_unpublished")
    post_delete.connect(story_gone, sender=StoryPage, dispatch_uid="advice.story_deleted")
