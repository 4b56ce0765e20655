"""What a member of staff was told of: promises of theirs that fall due soon, and those that were missed."""

from datetime import UTC, datetime

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from home.page_cache import private

from ...alerts import told_to
from ...enums import ClockKind, Point
from ...models import Alert
from ...permissions import Do
from ..access import desk_view
from ..paging import newest_first
from ..words import due, labels, short_moment


@desk_view(Do.ALERTS)
@require_http_methods(["GET", "POST"])
@private
def alerts(request):
    """A POST says that what was told `until` a moment has been seen; later ones may have come since the page was made."""
    theirs = told_to(request.user)
    if request.method == "POST":
        until = _moment(request.POST.get("until", ""))
        if until:
            theirs.filter(seen_at=None, at__lte=until).update(seen_at=timezone.now())
        return redirect("desk_alerts")
    page = newest_first(theirs.select_related("clock__case"), "at", request.GET.get("after", ""))
    context = {
        "rows": alert_rows(page.rows),
        "after": page.after,
        "paged": "after" in request.GET,
        "until": page.rows[0].at.isoformat() if any(not alert.seen_at for alert in page.rows) else "",
    }
    return render(request, "desk/alerts.html", context)


def alert_rows(alerts: list[Alert]) -> list[dict]:
    now, kinds, points = timezone.now(), labels(ClockKind), labels(Point)
    return [
        {
            "reference": alert.clock.case.reference,
            "restricted": alert.clock.case.restricted,
            "promise": kinds[alert.clock.kind],
            "told": points[alert.point],
            "when": short_moment(alert.at),
            "new": alert.seen_at is None,
            **_as_it_stands(alert, now),
        }
        for alert in alerts
    ]


def _as_it_stands(alert: Alert, now) -> dict:
    """`due` of a promise that is still to be kept; `ended` says what became of any other."""
    clock = alert.clock
    if clock.is_running:
        return {"due": due(clock.due_at, now)}
    if clock.met_at is None:
        return {"ended": _("Stopped")}
    late = clock.met_at > clock.due_at
    return {"ended": _("Kept late") if late else _("Kept"), "ended_when": short_moment(clock.met_at), "late": late}


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
        return moment.astimezone(UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
