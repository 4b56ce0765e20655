from datetime import date

from reporting.staff.models import User

from ..permissions import Do, require


def set_away(*, by: User, who: User, until: date | None) -> None:
    """Say until when someone is away: oneself, or as a manager anyone. `until` is the first day they are back; none when in."""
    require(by, Do.SEE_TEAM)
    if who != by:
        require(by, Do.LEAD_TEAM)
    who.away_until = until
    who.save(update_fields=["away_until"])
