"""Two requests for the demo, made by the actions themselves, and the invented town's rules. Everyone is invented."""

from wagtail.models import Site

from reporting.cases.demo import days_ago
from reporting.cases.report import SafeContact
from reporting.post.models import Channel
from reporting.staff.models import User
from reporting.staff.roles import Role

from . import actions
from .models import ReviewRequest, ReviewRules

LEAD = "Fairstow Council"
CONTACT = SafeContact(prefers=Channel.EMAIL, email="review@tenant.example", shared=False)


def load() -> None:
    if ReviewRequest.objects.exists():
        return
    ReviewRules.objects.get_or_create(site=Site.objects.get(is_default_site=True), defaults={"lead": LEAD})
    with days_ago(4):
        earlier = actions.ask(
            request=_request("Iris Example", "Music at night since the summer. We reported it three times."),
            key="demo-1",
        )
    actions.acknowledge(review=earlier, by=User.objects.filter(groups__name=Role.MANAGER).first())
    actions.ask(request=_request("Abel Example", "Rubbish is burnt behind the garages every week."), key="demo-2")


def _request(name: str, what: str) -> actions.Request:
    rows = [
        ["When did you make your first report?", "Early in September"],
        ["Whom did you tell?", "Us, your landlord"],
    ]
    answers = [{"title": "What is happening", "rows": [["What keeps happening?", what]]}]
    return actions.Request(name=name, contact=CONTACT, answers=[*answers, {"title": "Your reports", "rows": rows}])
