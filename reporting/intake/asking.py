"""What a step needs to know of the answers so far to ask in the right words."""

from dataclasses import dataclass

from django.conf import settings

from reporting.cases.enums import Relation
from reporting.kinds import HATE, RESTRICTED, Kind
from reporting.post.models import Channel

FOR_SOMEONE = frozenset({Relation.SUPPORTER, Relation.PROFESSIONAL})
# Without a name there is nobody to address a letter to.
WITHOUT_NAME = (Channel.NONE, Channel.EMAIL, Channel.TEXT, Channel.PHONE)
WITH_NAME = (Channel.EMAIL, Channel.TEXT, Channel.PHONE, Channel.LETTER, Channel.NONE)


@dataclass(frozen=True)
class Asking:
    """Raw answers, each checked by its own step before it was kept; empty where not asked yet."""

    kind: str = ""
    relation: str = ""
    anonymous: bool = False
    postcode: str = ""
    prefers: str = ""
    wants_call: bool = False
    breaking_point: str = ""
    on_phone: bool = False

    @property
    def domestic(self) -> bool:
        return self.kind == Kind.DOMESTIC_ABUSE

    @property
    def hate(self) -> bool:
        return self.kind in HATE

    @property
    def restricted(self) -> bool:
        return self.kind in RESTRICTED

    @property
    def for_someone(self) -> bool:
        return self.relation in FOR_SOMEONE

    @property
    def at_breaking_point(self) -> bool:
        return self.breaking_point in {"yes", "sometimes"}

    @property
    def channels(self) -> list[str]:
        """The ways to write that there are here and that suit someone with, or without, a name."""
        able = {Channel.NONE, Channel.PHONE} | {each for each, path in settings.POST_CARRIERS.items() if path}
        order = WITHOUT_NAME if self.anonymous else WITH_NAME
        return [channel for channel in order if channel in able]

    @property
    def needs_phone(self) -> bool:
        return self.wants_call or self.prefers in {Channel.TEXT, Channel.PHONE}
