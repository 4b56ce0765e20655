"""Dropping kept pages when the rules that they tell have changed. Nothing but that."""

from django.db import transaction
from django.db.models.signals import post_save

from home.page_cache import forget_pages

from .models import ReviewRules


def rules_changed(**kwargs) -> None:
    transaction.on_commit(forget_pages)


def connect() -> None:
    post_save.connect(rules_changed, sender=ReviewRules, dispatch_uid="reviews.rules_changed")
