"""The two ways in which a report is made: by someone in their own browser, or by staff for someone on the phone.

The pages are the same; a way says whose drafts they are of, where they stand and what they look like.
"""

from django.urls import reverse

from . import drafts
from .models import Draft


class OwnReport:
    """Of a browser, by its cookie."""

    address = "report:%s"
    frame = "intake/frame.html"
    on_phone = False

    @property
    def taken_by(self):
        return None

    def my_drafts(self):
        return drafts.of_browser(self.request)

    def url(self, name: str, *args) -> str:
        return reverse(self.address % name, args=args)

    def frame_context(self) -> dict:
        return {
            "frame": self.frame,
            "on_phone": self.on_phone,
            "sensitive": True,
            "section": "report",
            "start_url": self.url("start"),
        }


class PhoneReport(OwnReport):
    """Of a member of staff, wherever they are signed in."""

    address = "phone_report_%s"
    frame = "intake/desk_frame.html"
    on_phone = True

    @property
    def taken_by(self):
        return self.request.user

    def my_drafts(self):
        return drafts.of_staff(self.request.user)


def find(way: OwnReport, public_id: str) -> Draft | None:
    return drafts.pick(way.my_drafts(), public_id)
