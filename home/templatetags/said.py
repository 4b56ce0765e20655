from datetime import datetime

from django import template

from home.said import said_day, said_moment, said_time

register = template.Library()
register.filter("said_time", said_time)


@register.filter
def said(value):
    """A moment or a day as people say it; nothing for nothing."""
    if not value:
        return ""
    return said_moment(value) if isinstance(value, datetime) else said_day(value)


@register.filter
def said_as_day(value):
    return said_day(value) if value else ""
