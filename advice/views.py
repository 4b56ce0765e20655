from django.db.models import Count
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from home.models.base import in_language
from reporting.places.models import Area

from .forms import FindForm
from .models import NeighbourhoodPage


@require_safe
@never_cache
def find_neighbourhood(request):
    """From a postcode to its neighbourhood's page. Whoever finds none gets the list of all."""
    form = FindForm(request.GET if "postcode" in request.GET else None)
    if form.is_valid() and (page := look_up(form)):
        return redirect(page.get_url(request))
    pages = in_language(NeighbourhoodPage.objects.live().public()).order_by("title")
    return render(request, "advice/find.html", {"form": form, "neighbourhoods": pages})


def look_up(form: FindForm) -> NeighbourhoodPage | None:
    """The page of the area with most of our homes at that postcode; otherwise says in the form why there is none."""
    at_postcode = Area.objects.filter(homes__postcode=form.cleaned_data["postcode"])
    area = at_postcode.annotate(homes_there=Count("homes")).order_by("-homes_there", "pk").first()
    page = in_language(NeighbourhoodPage.objects.live().public().filter(area=area)).first() if area else None
    if area is None:
        form.add_error("postcode", _("We have no homes at this postcode. Check it, or choose from the list below."))
    elif page is None:
        form.add_error(
            "postcode", _("This postcode is in %(area)s. That neighbourhood has no page yet.") % {"area": area.name}
        )
    return page
