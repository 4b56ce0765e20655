"""Dropping what is kept when something people read has changed. Nothing but that."""

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from . import spelling
from .models import ServiceSettings
from .page_cache import forget_pages
from .service import forget_service


def pages_changed(**kwargs) -> None:
    transaction.on_commit(forget_pages)


def page_was_published(instance, **kwargs) -> None:
    transaction.on_commit(lambda: spelling.learn([instance]))


def service_changed(**kwargs) -> None:
    transaction.on_commit(forget_service)
    transaction.on_commit(forget_pages)


def page_deleted(sender, **kwargs) -> None:
    if issubclass(sender, Page):
        pages_changed()


def connect() -> None:
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(pages_changed, dispatch_uid="home.pages_changed")
    page_published.connect(page_was_published, dispatch_uid="home.page_was_published")
    post_delete.connect(page_deleted, dispatch_uid="home.page_deleted")
    # A page that is no longer for everyone must not be given to everyone.
    for signal in (post_save, post_delete):
        for model in (PageViewRestriction, Site):
            signal.connect(pages_changed, sender=model, dispatch_uid=f"home.changed.{model.__name__}")
        signal.connect(service_changed, sender=ServiceSettings, dispatch_uid="home.service_changed")
