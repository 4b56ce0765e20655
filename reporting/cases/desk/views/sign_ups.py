"""Who said that they have read the sign-up pack, and the same as a file."""

import csv

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from home.spreadsheets import safe
from reporting.places.models import PackRead

from ...permissions import Do
from ..access import desk_view
from ..export import log
from ..paging import newest_first
from ..words import short_day


@desk_view(Do.SEE_SIGN_UPS)
@never_cache
@require_safe
def sign_ups(request):
    page = newest_first(PackRead.objects.all(), "said_at", request.GET.get("after", ""))
    rows = [{"name": each.name, "home": each.home, "read_on": short_day(each.read_on)} for each in page.rows]
    return render(request, "desk/sign_ups.html", {"rows": rows, "after": page.after, "paged": "after" in request.GET})


@desk_view(Do.SEE_SIGN_UPS)
@never_cache
@require_safe
def as_file(request):
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="new-tenants-{timezone.localdate():%Y-%m-%d}.csv"'
    writer = csv.writer(response)
    writer.writerow([_("Name"), _("Address or tenancy reference"), _("Read on"), _("Told us")])
    found = PackRead.objects.values_list("name", "home", "read_on", "said_at")
    writer.writerows(
        [safe(name), safe(home), read_on.isoformat(), f"{timezone.localtime(said_at):%Y-%m-%d %H:%M}"]
        for name, home, read_on, said_at in found.iterator()
    )
    log.info("user %s exported the list of sign-ups", request.user.pk)
    return response
