from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import chain

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.contrib.routable_page.models import path
from wagtail.fields import RichTextField
from wagtail.search import index

from advice.calendars import Entry, calendar
from advice.enums import Repeats
from advice.forms import FindForm
from home.models.base import PART_FEATURES, PublicPage, RoutedPage
from home.said import said_day, said_moment, said_time
from reporting.places.models import Area
from reporting.worktime import ENGLAND

from .partner import BROWSER_DATE, Partner
from .stories import StoryPage

STORIES_SHOWN = 3
# How far ahead a calendar file goes for what comes again and again.
AHEAD = timedelta(days=182)
AGAIN = {
    Repeats.WEEKLY: _("Then every week until %(day)s."),
    Repeats.FORTNIGHTLY: _("Then every second week until %(day)s."),
}
EVERY = {Repeats.WEEKLY: timedelta(days=7), Repeats.FORTNIGHTLY: timedelta(days=14)}


class NeighbourhoodIndexPage(PublicPage):
    """Every neighbourhood, and the box that finds one's own by its postcode (P53)."""

    introduction = RichTextField(_("introduction"), features=PART_FEATURES, blank=True)

    rich_fields = ("introduction",)
    content_panels = [*PublicPage.content_panels, FieldPanel("introduction")]
    subpage_types = ["advice.NeighbourhoodPage"]
    max_count = 1

    class Meta:
        verbose_name = _("neighbourhoods")

    @cached_property
    def neighbourhoods(self) -> list["NeighbourhoodPage"]:
        return list(NeighbourhoodPage.objects.child_of(self).live().public().order_by("title"))

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {"form": FindForm()}


class NeighbourhoodPage(RoutedPage):
    """One neighbourhood: who works there, what is on, who else is there, and what was put right (P53)."""

    area = models.ForeignKey(
        Area,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("area"),
        help_text=_("As the housing system names it. A postcode leads to the page of its area."),
    )
    team = RichTextField(
        _("your local team"),
        features=PART_FEATURES,
        blank=True,
        help_text=_(
            "Who works here, on which days, and where to meet them. A name only if that person agreed to it."
        ),
    )
    streets = models.TextField(
        _("streets"), max_length=600, blank=True, help_text=_("So that people see that this is theirs.")
    )
    groups = RichTextField(
        _("residents’ groups"),
        features=PART_FEATURES,
        blank=True,
        help_text=_("Who they are, what they do, when they meet, how to join."),
    )

    rich_fields = ("team", "groups")
    search_fields = [
        *PublicPage.search_fields,
        index.SearchField("streets"),
        *(index.SearchField(name) for name in rich_fields),
        index.RelatedFields("events", [index.SearchField("title"), index.SearchField("where")]),
    ]
    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("area"),
        FieldPanel("streets"),
        FieldPanel("team"),
        InlinePanel("events", heading=_("Drop-ins and events"), label=_("event")),
        FieldPanel("groups"),
    ]
    parent_page_types = ["advice.NeighbourhoodIndexPage"]
    subpage_types: list[str] = []
    exclude_fields_in_copy = ["area"]

    class Meta:
        verbose_name = _("neighbourhood")

    def clean(self):
        super().clean()
        others = NeighbourhoodPage.objects.filter(area=self.area_id).exclude(pk=self.pk) if self.area_id else []
        if others:
            raise ValidationError({"area": _("This area has a page already: “%s”.") % others[0].title})

    @cached_property
    def coming(self) -> list["Occurrence"]:
        """The next time of each event that is not over, soonest first."""
        return in_order(event.coming()[:1] for event in self.events.all())

    @cached_property
    def stories(self) -> list[StoryPage]:
        if not self.area_id:
            return []
        return list(StoryPage.objects.filter(area=self.area_id).open_to_all().newest_first()[:STORIES_SHOWN])

    @cached_property
    def partners(self) -> list[Partner]:
        """Those of this place alone; the directory has them all."""
        if not self.area_id:
            return []
        return list(Partner.objects.filter(areas=self.area_id, emergency=False))

    @path("calendar/")
    def all_events(self, request):
        return self.as_calendar(request, self.events.all(), self.slug)

    @path("calendar/<int:number>/")
    def one_event(self, request, number: int):
        event = self.events.filter(pk=number).first()
        if event is None:
            raise Http404
        return self.as_calendar(request, [event], f"{self.slug}-{number}")

    def as_calendar(self, request, events, name: str) -> HttpResponse:
        host = request.get_host()
        entries = [found.as_entry(host) for found in in_order(event.coming() for event in events)]
        response = HttpResponse(calendar(entries, self.title), content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
        return response


class NeighbourhoodEvent(models.Model):
    """A drop-in, a walkabout, a meeting. One that repeats is held at the same time on the clock each time."""

    page = ParentalKey(NeighbourhoodPage, on_delete=models.CASCADE, related_name="events")
    title = models.CharField(_("what"), max_length=120)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    repeats = models.CharField(_("how often"), max_length=12, choices=Repeats.choices, blank=True, default="")
    repeats_until = models.DateField(_("until"), null=True, blank=True)
    where = models.CharField(_("where"), max_length=160)
    who_for = models.CharField(
        _("who it is for"), max_length=120, blank=True, help_text=_("Such as: everyone, no need to book.")
    )

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldRowPanel([FieldPanel("repeats"), FieldPanel("repeats_until", widget=BROWSER_DATE)]),
        FieldPanel("where"),
        FieldPanel("who_for"),
    ]

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self):
        return self.title

    def clean(self):
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("It has to end after it starts.")})
        if self.repeats and not self.repeats_until:
            raise ValidationError({"repeats_until": _("Say until when it repeats. Half a year is plenty.")})

    def coming(self) -> list["Occurrence"]:
        """Each time it is held that is not over yet: the next, and what follows within half a year."""
        now = timezone.now()
        found = []
        for starts in self._starts():
            ends = starts + (self.ends_at - self.starts_at)
            if ends <= now:
                continue
            if found and starts > now + AHEAD:
                break
            found.append(Occurrence(self, starts, ends))
        return found

    def _starts(self):
        first = self.starts_at.astimezone(ENGLAND)
        yield first
        every, day = EVERY.get(self.repeats), first.date()
        while every and self.repeats_until and (day := day + every) <= self.repeats_until:
            yield datetime.combine(day, first.time(), ENGLAND)


class Occurrence:
    """One time that an event is held."""

    def __init__(self, event: NeighbourhoodEvent, starts_at: datetime, ends_at: datetime):
        self.event, self.starts_at, self.ends_at = event, starts_at, ends_at

    @property
    def when(self) -> str:
        """Tuesday 24 November, 2pm to 4pm."""
        one_day = self.starts_at.date() == self.ends_at.date()
        return gettext("%(day)s, %(starts)s to %(ends)s") % {
            "day": said_day(self.starts_at.date()),
            "starts": said_time(self.starts_at),
            "ends": said_time(self.ends_at) if one_day else said_moment(self.ends_at),
        }

    @property
    def again(self) -> str:
        """How it goes on after this time; nothing for what is held once, or for the last."""
        every = EVERY.get(self.event.repeats)
        if not every or self.starts_at.date() + every > self.event.repeats_until:
            return ""
        return AGAIN[self.event.repeats] % {"day": said_day(self.event.repeats_until)}

    def as_entry(self, host: str) -> Entry:
        return Entry(
            uid=f"{self.event.pk}-{self.starts_at:%Y%m%d}@{host}",
            title=self.event.title,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            where=self.event.where,
            about=self.event.who_for,
        )


def in_order(found: Iterable[list[Occurrence]]) -> list[Occurrence]:
    return sorted(chain.from_iterable(found), key=lambda occurrence: occurrence.starts_at)
