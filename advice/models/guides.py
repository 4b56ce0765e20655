from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from advice.enums import Topic
from advice.fields import ManyChoicesField
from home.models import PlainPage
from home.models.base import PART_FEATURES, ready
from reporting.kinds import Kind

from .pages import ADVICE_SHOWN, AdvicePage
from .partner import Partner

PARTNERS_SHOWN = 6


class GuidePage(PlainPage):
    """A page of text with what goes with it: steps in their order, and the advice and the people it leads to."""

    set_apart = RichTextField(
        _("set apart"),
        features=PART_FEATURES,
        blank=True,
        help_text=_("Stands in a box of its own below the text: what must not be missed or mixed up with the rest."),
    )
    steps_title = models.CharField(_("heading of the steps"), max_length=80, blank=True)
    further = RichTextField(
        _("text below the steps"),
        features=["h2", *PART_FEATURES],
        blank=True,
    )
    kinds = ManyChoicesField(
        _("advice it leads to"), choices=Kind.choices, blank=True, help_text=_("A link to the advice on each.")
    )
    topics = ManyChoicesField(
        _("who else can help"),
        choices=Topic.choices,
        blank=True,
        help_text=_("The page shows up to six partners who help with any of these."),
    )
    invites_reports = models.BooleanField(
        _("end with “Tell us”"),
        default=True,
        help_text=_("A button to the report form, and your number."),
    )

    rich_fields = ("body", "set_apart", "further")
    search_fields = [
        *PlainPage.search_fields,
        index.SearchField("set_apart"),
        index.SearchField("further"),
        index.SearchField("step_words"),
    ]
    content_panels = [
        *PlainPage.content_panels,
        FieldPanel("set_apart"),
        FieldPanel("steps_title"),
        InlinePanel("steps", heading=_("Steps, in their order"), label=_("step")),
        FieldPanel("further"),
        MultiFieldPanel(
            [FieldPanel("kinds"), FieldPanel("topics"), FieldPanel("invites_reports")], heading=_("Where it leads")
        ),
    ]

    class Meta:
        verbose_name = _("guide")

    def step_words(self) -> str:
        return " ".join(f"{step.title} {step.text}" for step in self.steps.all())

    @cached_property
    def rich(self) -> dict:
        """As every page's, with the steps under `steps`: each with its `title`, `when` and `text`."""
        steps = list(self.steps.all())
        texts = ready([*(getattr(self, name) for name in self.rich_fields), *(step.text for step in steps)])
        told = [
            {"title": step.title, "when": step.when, "text": text}
            for step, text in zip(steps, texts[len(self.rich_fields) :], strict=True)
        ]
        return dict(zip(self.rich_fields, texts, strict=False)) | {"steps": told}

    @cached_property
    def advice(self) -> list[AdvicePage]:
        return (
            list(AdvicePage.objects.filter(kind__in=self.kinds).open_to_all().in_order()[:ADVICE_SHOWN])
            if self.kinds
            else []
        )

    @cached_property
    def partners(self) -> list[Partner]:
        return Partner.objects.about(self.topics)[:PARTNERS_SHOWN] if self.topics else []


class GuideStep(Orderable):
    page = ParentalKey(GuidePage, on_delete=models.CASCADE, related_name="steps")
    title = models.CharField(_("what happens"), max_length=100)
    when = models.CharField(_("when"), max_length=100, blank=True, help_text=_("Such as: within 3 working days."))
    text = RichTextField(_("what it means"), features=PART_FEATURES, blank=True)

    panels = [FieldRowPanel([FieldPanel("title"), FieldPanel("when")]), FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = _("step")

    def __str__(self):
        return self.title
