from collections import Counter

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from .base import PART_FEATURES, PublicPage
from .footer import FOOTER_PANEL, FooterLink


class Answer(models.TextChoices):
    AGREED = "agreed", _("Agreed")
    PARTLY = "partly", _("Agreed in part")
    NOT_AGREED = "not_agreed", _("Not agreed")


class State(models.TextChoices):
    NOT_STARTED = "not_started", _("Not started")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Done")
    NOT_DOING = "not_doing", _("Not doing")


# Of a state, the look of its tag; the words say it too.
LOOK = {State.DONE: "success", State.UNDER_WAY: "warm"}
ENDED = frozenset({State.DONE, State.NOT_DOING})


class ScrutinyIndexPage(FooterLink, PublicPage):
    """You said, we did: each review by the panel, newest first, and how far it is (P59)."""

    introduction = RichTextField(_("introduction"), features=PART_FEATURES, blank=True)

    rich_fields = ("introduction",)
    content_panels = [*PublicPage.content_panels, FieldPanel("introduction")]
    promote_panels = [*PublicPage.promote_panels, FOOTER_PANEL]
    subpage_types = ["home.ScrutinyPage"]

    class Meta:
        verbose_name = _("you said, we did")

    @cached_property
    def reviews(self) -> list["ScrutinyPage"]:
        pages = ScrutinyPage.objects.live().public().child_of(self).order_by("-reported_on", "-pk")
        asked = models.Prefetch("recommendations", Recommendation.objects.annotate(latest_state=latest_state()))
        found = list(pages.prefetch_related(asked))
        for page in found:
            page.asked = list(page.recommendations.all())  # known already: one query for all pages
        return found


class ScrutinyPage(PublicPage):
    """What a review by tenants asked for, what was answered, and what has come of each."""

    panel = models.CharField(_("who looked"), max_length=120, help_text=_("Such as “our tenants’ scrutiny panel”."))
    reported_on = models.DateField(_("when they reported"))
    introduction = RichTextField(_("what they looked at"), features=PART_FEATURES, blank=True)
    note = models.CharField(
        _("note above the list"),
        max_length=250,
        blank=True,
        help_text=_("What readers must know first. Shown in a box that stands out."),
    )

    rich_fields = ("introduction",)
    search_fields = [
        *PublicPage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("recommendation_words"),
    ]
    content_panels = [
        *PublicPage.content_panels,
        FieldRowPanel([FieldPanel("panel"), FieldPanel("reported_on")]),
        FieldPanel("introduction"),
        FieldPanel("note"),
        InlinePanel("recommendations", heading=_("What they asked for"), label=_("recommendation")),
    ]
    parent_page_types = ["home.ScrutinyIndexPage"]

    class Meta:
        verbose_name = _("scrutiny review")

    def recommendation_words(self) -> str:
        return " ".join(each.text for each in self.recommendations.all())

    @cached_property
    def asked(self) -> list["Recommendation"]:
        """All that was asked for, numbered from 1 as it stands on the page."""
        found = list(self.recommendations.prefetch_related("notes"))
        for number, each in enumerate(found, start=1):
            each.number = number
        return found

    @cached_property
    def by_state(self) -> list[dict]:
        """Each state that something is in, with its words and how many are."""
        counts = Counter(each.state for each in self.asked)
        return [{"state": state, "label": state.label, "count": counts[state]} for state in State if counts[state]]

    def get_context(self, request, *args, **kwargs):
        """`?state=done` narrows the list; a state that there is none of shows it whole."""
        state = request.GET.get("state", "")
        state = state if any(each["state"] == state for each in self.by_state) else ""
        chosen = [each for each in self.asked if state in ("", each.state)]
        return super().get_context(request, *args, **kwargs) | {"state": state, "recommendations": chosen}


class Recommendation(Orderable, ClusterableModel):
    """One thing that was asked for."""

    page = ParentalKey(ScrutinyPage, on_delete=models.CASCADE, related_name="recommendations")
    text = models.TextField(_("you said"), max_length=600)
    answer = models.CharField(_("our answer"), max_length=12, choices=Answer.choices, default=Answer.AGREED)
    why = models.TextField(_("why, or how"), max_length=600, blank=True)
    owner = models.CharField(
        _("who sees to it"), max_length=120, blank=True, help_text=_("A job, not a name: “community safety manager”.")
    )
    due_on = models.DateField(_("by when"), null=True, blank=True)

    panels = [
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("answer"), FieldPanel("owner"), FieldPanel("due_on")]),
        FieldPanel("why"),
        InlinePanel("notes", heading=_("How far it is"), label=_("note")),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("recommendation")

    def __str__(self):
        return self.text[:60]

    @cached_property
    def history(self) -> list["ProgressNote"]:
        """Its notes, the latest first."""
        return sorted(self.notes.all(), key=lambda note: (note.on, note.sort_order or 0), reverse=True)

    @cached_property
    def latest_state(self) -> str | None:
        """Where many are listed, the database says it, by the function of this name."""
        return self.history[0].state if self.history else None

    @cached_property
    def state(self) -> State:
        """As the latest note has it; before there is one, as the answer has it."""
        if self.latest_state:
            return State(self.latest_state)
        return State.NOT_DOING if self.answer == Answer.NOT_AGREED else State.NOT_STARTED

    @property
    def look(self) -> str:
        return LOOK.get(self.state, "plain")

    @property
    def is_late(self) -> bool:
        return bool(self.due_on and self.due_on < timezone.localdate() and self.state not in ENDED)


class ProgressNote(Orderable):
    """How far one thing is, on a day."""

    recommendation = ParentalKey(Recommendation, on_delete=models.CASCADE, related_name="notes")
    on = models.DateField(_("date"), default=timezone.localdate)
    state = models.CharField(_("how far"), max_length=12, choices=State.choices, default=State.UNDER_WAY)
    text = models.TextField(_("what was done"), max_length=600, blank=True)

    panels = [FieldRowPanel([FieldPanel("on"), FieldPanel("state")]), FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = _("note on progress")

    def __str__(self):
        return f"{self.on}: {self.get_state_display()}"


def latest_state() -> models.Subquery:
    """For many at once: the state that the latest note of each has."""
    notes = ProgressNote.objects.filter(recommendation=models.OuterRef("pk"))
    newest_first = notes.order_by("-on", models.F("sort_order").desc(nulls_last=True))
    return models.Subquery(newest_first.values("state")[:1])
