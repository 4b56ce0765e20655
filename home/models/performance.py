from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from home.figures import Figure, counted

from .base import PART_FEATURES, PublicPage
from .footer import FOOTER_PANEL, FooterLink


class PerformancePage(FooterLink, PublicPage):
    """How well we keep our promises, in figures (P60): those counted for us, then those an editor typed in."""

    introduction = RichTextField(_("introduction"), features=PART_FEATURES, blank=True)
    about_figures = RichTextField(_("how we count"), features=PART_FEATURES, blank=True)

    rich_fields = ("introduction", "about_figures")
    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("introduction"),
        InlinePanel("typed_figures", heading=_("Figures"), label=_("figure")),
        FieldPanel("about_figures"),
    ]
    promote_panels = [*PublicPage.promote_panels, FOOTER_PANEL]

    class Meta:
        verbose_name = _("performance page")

    @cached_property
    def figures(self) -> list[Figure]:
        return [*counted(), *(each.figure for each in self.typed_figures.all())]


class TypedFigure(Orderable):
    """A figure that an editor types in: a count, or a share of those who answered."""

    page = ParentalKey(PerformancePage, on_delete=models.CASCADE, related_name="typed_figures")
    name = models.CharField(_("what is measured"), max_length=160)
    period = models.CharField(_("for which time"), max_length=80, help_text=_("Such as “April 2025 to March 2026”."))
    count = models.PositiveIntegerField(_("number"), null=True, blank=True)
    percent = models.DecimalField(
        _("per cent"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    answered = models.PositiveIntegerField(_("how many answered"), null=True, blank=True)
    explanation = models.CharField(_("what it tells"), max_length=250, blank=True)

    panels = [
        FieldPanel("name"),
        FieldPanel("period"),
        FieldRowPanel([FieldPanel("count"), FieldPanel("percent"), FieldPanel("answered")]),
        FieldPanel("explanation"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("figure")

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if (self.count is None) == (self.percent is None):
            raise ValidationError({"count": _("Give a number or a per cent, and not both.")})
        if self.percent is not None and self.answered is None:
            raise ValidationError({"answered": _("Say how many answered: a per cent means nothing without it.")})

    @property
    def figure(self) -> Figure:
        names = ("name", "period", "count", "percent", "answered", "explanation")
        return Figure(**{name: getattr(self, name) for name in names})
