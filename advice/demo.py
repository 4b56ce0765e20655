"""What the demo has beyond its pages of text: events in the coming weeks, partners of one place, and who approves stories."""

from datetime import datetime, time, timedelta

from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from reporting.places.models import Area
from reporting.staff.demo import COMMUNICATIONS_LEAD
from reporting.worktime import ENGLAND

from .enums import Repeats, Topic
from .models import NeighbourhoodPage, Partner, StoryIndexPage

HALF_A_YEAR = timedelta(days=182)
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = range(6)

# Where, what, its day of the week, from and to, how often, at what place, for whom.
EVENTS = (
    (
        "Millbrook",
        "Drop-in with your local team",
        TUESDAY,
        (time(14), time(16)),
        Repeats.WEEKLY,
        "Community room, Pretend Court",
        "Everyone. No need to book. You can come in by the back door.",
    ),
    (
        "Millbrook",
        "Walk round the estate",
        SATURDAY,
        (time(10), time(11, 30)),
        Repeats.FORTNIGHTLY,
        "Meet at the bus stop, Imaginary Row",
        "Everyone. The way is flat, and wheelchairs can come.",
    ),
    (
        "Harbour Side",
        "Friday football and pizza",
        FRIDAY,
        (time(18, 30), time(20, 30)),
        Repeats.WEEKLY,
        "Community hall, Fable Walk",
        "Young people from 11 to 18. Free.",
    ),
    (
        "Harbour Side",
        "Tea with the police and your team",
        WEDNESDAY,
        (time(11), time(12, 30)),
        Repeats.FORTNIGHTLY,
        "Harbour café, Invention Street",
        "Everyone. There is a quiet room at the back.",
    ),
)

# Invented, with numbers that are kept for drama.
PARTNERS = (
    {
        "name": "Millbrook Listening Room",
        "what_for": "Trained neighbours who help two sides to talk, before it gets worse",
        "phone": "03069 990141",
        "hours": "Monday to Thursday, 10am to 4pm",
        "open_hours": "Mon-Thu 10:00-16:00\nBank holidays closed",
        "topics": [Topic.NEIGHBOURS, Topic.NOISE],
        "in": ["Millbrook"],
    },
    {
        "name": "Harbour Side Youth Project",
        "what_for": "Somewhere to go, and someone to talk to, for young people from 11 to 18",
        "phone": "03069 990142",
        "hours": "Tuesday to Friday, 3pm to 9pm",
        "open_hours": "Tue-Fri 15:00-21:00\nBank holidays closed",
        "topics": [Topic.CHILDREN],
        "in": ["Harbour Side"],
    },
    {
        "name": "Fairstow Night Noise Team",
        "what_for": "The council’s team that comes out to noise at night",
        "phone": "03069 990143",
        "hours": "Friday and Saturday, 8pm to 3am",
        "open_hours": "Fri, Sat 20:00-03:00\nBank holidays as usual",
        "topics": [Topic.NOISE],
        "in": ["Millbrook", "Harbour Side"],
    },
)
NOTE = "Invented for the demo."


def load() -> None:
    """Once the pages are there. What is there already stays as it is."""
    for place, *event in EVENTS:
        for page in NeighbourhoodPage.objects.filter(title=place, live=True):
            add_event(page, *event)
    for number, partner in enumerate(PARTNERS):
        add_partner(number, **partner)
    for index in StoryIndexPage.objects.all():
        add_workflow(index)


def add_event(page, title, weekday, hours, repeats, where, who_for) -> None:
    today = timezone.localdate()
    day = today + timedelta(days=(weekday - today.weekday()) % 7 or 7)
    starts_at, ends_at = (datetime.combine(day, hour, ENGLAND) for hour in hours)
    if not page.events.filter(title=title).exists():
        values = {"title": title, "starts_at": starts_at, "ends_at": ends_at, "where": where, "who_for": who_for}
        page.events.create(**values, repeats=repeats, repeats_until=today + HALF_A_YEAR)
        page.save_revision().publish()


def add_partner(number: int, *, name: str, **values) -> None:
    areas = Area.objects.filter(name__in=values.pop("in"))
    values |= {"verified": True, "last_checked": timezone.localdate(), "note": NOTE, "order": 500 + number}
    partner, made = Partner.objects.get_or_create(name=name, defaults=values)
    if made:
        partner.areas.set(areas)


def add_workflow(index: StoryIndexPage) -> None:
    """Editors write stories; the communications lead approves them."""
    workflow, made = Workflow.objects.get_or_create(name="Success stories")
    if made:
        task = GroupApprovalTask.objects.create(name="The communications lead reads it")
        task.groups.add(Group.objects.get_or_create(name=COMMUNICATIONS_LEAD)[0])
        WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.get_or_create(page=index, defaults={"workflow": workflow})
