"""What a report is made of, whoever took it and by whatever door it came: the one way into `open_case`."""

from dataclasses import dataclass, field

from reporting.kinds import RESTRICTED, Kind
from reporting.places.models import Home
from reporting.post.models import Channel, Recipient

from .enums import Relation, Source


@dataclass(frozen=True)
class SafeContact:
    """How the reporter may be reached. With nothing given, only *Your case* reaches them."""

    prefers: str = Channel.NONE
    email: str = ""
    phone: str = ""
    address: str = ""
    safe_times: str = ""
    may_leave_voicemail: bool = False
    shared: bool = True
    language: str = ""

    def recipient(self, name: str) -> Recipient:
        """Kept for whoever is called `name`, for the gateway to write to."""
        return Recipient.objects.create(name=name, **vars(self))


@dataclass(frozen=True)
class Person:
    role: str
    name: str = ""
    about: str = ""


@dataclass(frozen=True)
class Report:
    """Plain values, checked by the form that took them; `answers` is the whole of it in the order it was asked,
    as sections `{"title": …, "rows": [[question, answer], …]}`.
    """

    kind: Kind
    what_happened: str
    source: Source
    relation: str = Relation.TENANT
    name: str = ""
    contact: SafeContact = SafeContact()
    home: Home | None = None
    place: str = ""
    wants: str = ""
    support_needs: str = ""
    interpreter: bool = False
    risk: dict[str, str] = field(default_factory=dict)
    people: tuple[Person, ...] = ()
    answers: list[dict] = field(default_factory=list)
    evidence_ids: tuple[int, ...] = ()
    restricted: bool = False
    wants_call: bool = False

    @property
    def is_restricted(self) -> bool:
        """Domestic abuse and hate take their own route, and so does what its reporter feels is hate."""
        return self.restricted or self.kind in RESTRICTED or self.risk.get("identity") == "yes"
