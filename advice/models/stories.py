import logging

from django.db import models
from django.db.models import Count, F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.actions.publish_page_revision import PublishPagePermissionError
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.fields import RichTextField
from wagtail.images import get_image_model_string
from wagtail.models import Page, PageManager, PagePermissionTester, Task
from wagtail.search import index

from advice.cards import card_url
from advice.enums import Action
from advice.forms import StoryForm
from advice.paging import KnownCount
from advice.press import press_copy
from home.kept import until_published
from home.models.base import PART_FEATURES, PublicPage, PublicQuerySet, RoutedPage
from home.service import current_service
from reporting.kinds import Category, Kind
from reporting.places.models import Area

from .partner import BROWSER_DATE

log = logging.getLogger("fairstreet.stories")

STORIES_ON_A_PAGE = 12
# What narrows the list: the name in the address, and its words.
FILTERS = {
    "kind": (_("About"), _("Anything")),
    "action": (_("What helped"), _("Anything that helped")),
    "area": (_("Where"), _("Anywhere")),
}
SCHEDULED = "wagtail.publish.scheduled"


class StoryQuerySet(PublicQuerySet):
    def newest_first(self):
        return self.order_by("-told_on", "-pk")


@until_published
def by_what_they_are() -> list[dict]:
    """How many stories there are of each kind, action and area together: both the choices and the count of a list."""
    groups = StoryPage.objects.open_to_all().order_by().values("kind", "action", "area", area_name=F("area__name"))
    return list(groups.annotate(number=Count("pk")))


class StoryPermissionTester(PagePermissionTester):
    """Where an index of stories has a workflow of its own, only those who approve in it publish a story (and who may all)."""

    def can_publish(self):
        return super().can_publish() and self.approves()

    def can_publish_subpage(self):
        return super().can_publish_subpage() and self.approves()

    def approves(self) -> bool:
        if self.user.is_superuser:
            return True
        index = self.page if isinstance(self.page, StoryIndexPage) else self.page.get_parent()
        tasks = Task.objects.filter(workflow_tasks__workflow__workflow_pages__page=index.pk, active=True).distinct()
        found = tasks.specific()
        return not found or any(task.get_actions(self.page, self.user) for task in found)


class StoryIndexPage(RoutedPage):
    """What came of reports, by kind, by neighbourhood and by what helped (P50)."""

    introduction = RichTextField(_("introduction"), features=PART_FEATURES, blank=True)
    press_notes = models.TextField(
        _("for the press"),
        blank=True,
        help_text=_("Stands at the end of the press copy of each story: who you are, and whom a reporter can call."),
    )

    rich_fields = ("introduction",)
    content_panels = [*PublicPage.content_panels, FieldPanel("introduction"), FieldPanel("press_notes")]
    subpage_types = ["advice.StoryPage"]
    max_count = 1

    class Meta:
        verbose_name = _("success stories")

    def permissions_for_user(self, user):
        return StoryPermissionTester(user, self)

    @property
    def stories(self) -> StoryQuerySet:
        """All that everyone may read. There is one index, so what stands below it need not be looked for: the newest
        twelve of 10,000 come from an index of the database in 1.4 ms, where "child of this page" takes 10.7."""
        return StoryPage.objects.open_to_all()

    @path("feed/")
    def feed(self, request):
        from advice.feeds import StoryFeed  # which needs the models

        return StoryFeed()(request, index=self)

    def get_context(self, request, *args, **kwargs):
        """`?kind=noise`, `?area=3` and `?action=mediation` narrow the list; `page` goes on in it."""
        chosen = {name: request.GET.get(name, "") for name in FILTERS}
        groups = by_what_they_are()
        matching = [group for group in groups if matches(group, chosen)]
        wanted = {name: value for name, value in chosen.items() if value}
        stories = self.stories.filter(**wanted).newest_first() if matching else self.stories.none()
        pages = KnownCount(stories, STORIES_ON_A_PAGE, count=sum(group["number"] for group in matching))
        return super().get_context(request, *args, **kwargs) | {
            "stories": pages.get_page(request.GET.get("page")),
            "filters": filters(groups, chosen),
            "page_query": "".join(f"{name}={value}&" for name, value in wanted.items()) if matching else "",
        }


def matches(group: dict, chosen: dict[str, str]) -> bool:
    return all(value in ("", str(group[name] or "")) for name, value in chosen.items())


def filters(groups: list[dict], chosen: dict[str, str]) -> list[dict]:
    """What there is to choose from: only what some story has, each with how many have it."""
    return [
        {"name": name, "label": label, "any": anything, "chosen": chosen[name], "choices": choices(groups, name)}
        for name, (label, anything) in FILTERS.items()
        if len(choices(groups, name)) > 1
    ]


def choices(groups: list[dict], name: str) -> list[tuple[str, str, int]]:
    labels = {"kind": dict(Kind.choices), "action": dict(Action.choices)}.get(name)
    labels = labels or {group["area"]: group["area_name"] for group in groups}
    numbers: dict = {}
    for group in groups:
        numbers[group[name]] = numbers.get(group[name], 0) + group["number"]
    found = [
        (str(value), str(labels[value]), number) for value, number in numbers.items() if value in labels and value
    ]
    return sorted(found, key=lambda choice: choice[1])


class StoryPage(RoutedPage):
    """How something was put right, told so that nobody in it can be known, and only after they agreed."""

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, db_index=True)
    category = models.CharField(_("category"), max_length=1, choices=Category.choices, blank=True)
    action = models.CharField(_("what helped"), max_length=20, choices=Action.choices, blank=True)
    area = models.ForeignKey(
        Area,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("neighbourhood"),
        help_text=_("Leave empty if the place would give someone away."),
    )
    told_on = models.DateField(
        _("date"), default=timezone.localdate, help_text=_("Shown with the story. The newest comes first.")
    )
    picture = models.ForeignKey(
        get_image_model_string(),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("A place or a thing rather than a face. No house number, no number plate."),
    )
    picture_alt = models.CharField(
        _("what the picture shows"),
        max_length=150,
        blank=True,
        help_text=_("In a few words, for people who cannot see it."),
    )
    quote = models.TextField(_("in their words"), max_length=300, blank=True)
    quote_by = models.CharField(
        _("who says so"),
        max_length=80,
        blank=True,
        help_text=_("Never a name: “a tenant”, “a parent of two”."),
    )
    what_happened = RichTextField(_("what happened"), features=PART_FEATURES, blank=True)
    what_we_did = RichTextField(_("what we did"), features=PART_FEATURES, blank=True)
    outcome = RichTextField(_("what changed"), features=PART_FEATURES, blank=True)

    # Before it is published. Never shown to the public.
    agreed_by = models.CharField(
        _("who agreed to the story"),
        max_length=120,
        blank=True,
        help_text=_("Who they are in the story, never a name: “the tenant who reported it”, “both neighbours”."),
    )
    agreed_on = models.DateField(_("when they agreed"), null=True, blank=True)
    they_read_it = models.BooleanField(
        _("They have read it, or had it read to them, as it stands here"), default=False
    )
    no_names = models.BooleanField(_("There is nobody’s name in it"), default=False)
    no_details = models.BooleanField(
        _("There is no address, date, job, illness or other detail by which a neighbour would know who it is"),
        default=False,
    )
    picture_agreed = models.BooleanField(
        _("Everyone who can be seen in the picture agreed to it, or nobody can be seen"), default=False
    )
    safe_for_all = models.BooleanField(
        _("The officer of the case says that telling it puts nobody at risk, today or later"), default=False
    )

    base_form_class = StoryForm
    # What has to be filled in or ticked before anyone but an editor sees it.
    checklist = (
        "agreed_by",
        "agreed_on",
        "they_read_it",
        "no_names",
        "no_details",
        "picture_agreed",
        "safe_for_all",
    )
    rich_fields = ("what_happened", "what_we_did", "outcome")
    search_fields = [
        *PublicPage.search_fields,
        index.SearchField("quote"),
        *(index.SearchField(name) for name in rich_fields),
        index.FilterField("kind"),
    ]
    content_panels = [
        *PublicPage.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("category")]),
        FieldRowPanel([FieldPanel("action"), FieldPanel("area")]),
        FieldPanel("told_on", widget=BROWSER_DATE),
        *(FieldPanel(name) for name in rich_fields),
        MultiFieldPanel([FieldPanel("quote"), FieldPanel("quote_by")], heading=_("In their words")),
        MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_alt")], heading=_("Picture")),
        MultiFieldPanel(
            [
                HelpPanel(_("You can save a draft at any time. It is published only when all of this is filled in.")),
                FieldRowPanel([FieldPanel("agreed_by"), FieldPanel("agreed_on", widget=BROWSER_DATE)]),
                *(FieldPanel(name) for name in checklist[2:]),
            ],
            heading=_("Before it is published: agreed, and nobody can be known"),
        ),
    ]
    parent_page_types = ["advice.StoryIndexPage"]
    subpage_types: list[str] = []

    objects = PageManager.from_queryset(StoryQuerySet)()

    class Meta:
        verbose_name = _("success story")
        verbose_name_plural = _("success story pages")
        indexes = [
            models.Index(fields=["told_on", "page_ptr"], name="story_newest"),
            models.Index(fields=["kind", "told_on"], name="story_of_kind"),
            models.Index(fields=["area", "told_on"], name="story_of_area"),
            models.Index(fields=["action", "told_on"], name="story_of_action"),
        ]

    def permissions_for_user(self, user):
        return StoryPermissionTester(user, self)

    def unchecked(self) -> list[str]:
        """The names of what is missing before it may be published."""
        missing = [name for name in self.checklist if not getattr(self, name)]
        return missing + (["picture_alt"] if self.picture_id and not self.picture_alt else [])

    def publish(self, revision, user=None, changed=True, log_action=True, **kwargs):
        """Approved, scheduled, or in a batch: whichever way it comes, an unchecked story is not published.

        (The editor's own "Publish" goes past here; `StoryForm` stands in its way.)
        """
        if not revision.as_object().unchecked():
            return super().publish(revision, user=user, changed=changed, log_action=log_action, **kwargs)
        if log_action != SCHEDULED:
            raise PublishPagePermissionError(_("This story has not been checked."))
        # Nobody is there to be told, and the pages after it are due too.
        log.warning("Story %s was due but is not checked: it stays a draft.", self.pk)
        revision.approved_go_live_at = None
        revision.save(update_fields=["approved_go_live_at"])
        return None

    def get_context(self, request, *args, **kwargs):
        """Whoever shows a shared link needs its whole address, and its picture's."""
        return super().get_context(request, *args, **kwargs) | {
            "address": request.build_absolute_uri(self.get_url(request)),
            "card": request.build_absolute_uri(card_url(self)),
        }

    @property
    def index(self) -> Page:
        return self.trail[-1]

    preview_modes = [("", _("The page")), ("press", _("For newspapers"))]

    def serve_preview(self, request, mode_name):
        return self.press(request) if mode_name == "press" else super().serve_preview(request, mode_name)

    @path("press/")
    def press(self, request):
        """The story in plain text, for a newspaper to copy."""
        index = StoryIndexPage.objects.filter(pk=self.index.pk).first()
        text = press_copy(self, current_service().name, index.press_notes if index else "")
        return self.render(request, template="advice/story_press.html", context_overrides={"text": text})
