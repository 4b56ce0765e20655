"""Dropping kept pages when a partner that they show has changed, and finding the partner again. Nothing but that."""

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.search.index import insert_or_update_object

from home.page_cache import forget_pages

from .models import Partner, PartnerDirectoryPage


def partner_changed(**kwargs) -> None:
    transaction.on_commit(forget_pages)
    transaction.on_commit(find_partners_again)


def find_partners_again() -> None:
    """A search for a partner leads to the directory, so the directory is indexed again."""
    for page in PartnerDirectoryPage.objects.live():
        insert_or_update_object(page)


def connect() -> None:
    for signal in (post_save, post_delete):
        signal.connect(partner_changed, sender=Partner, dispatch_uid="advice.partner_changed")
