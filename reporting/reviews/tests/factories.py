from home.forms import new_key
from reporting.cases.report import SafeContact
from reporting.post.models import Channel
from reporting.reviews import actions
from reporting.reviews.models import ReviewRequest

BY_EMAIL = SafeContact(prefers=Channel.EMAIL, email="robin@tenant.example", shared=False)


def a_request(*, what: str = "Music every night.", contact: SafeContact = BY_EMAIL, key: str = "") -> ReviewRequest:
    asked = actions.Request(
        name="Robin Rowan",
        contact=contact,
        answers=[{"title": "What is happening", "rows": [["What keeps happening?", what]]}],
    )
    return actions.ask(request=asked, key=key or new_key())
