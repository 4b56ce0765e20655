"""Every address of the service. Wagtail's pages come last, for they take what is left."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from home.views import robots, status

from .leave import leave

handler400 = "home.errors.bad_request"
handler403 = "home.errors.forbidden"
handler500 = "home.errors.server_error"

urlpatterns = [
    path("status/", status, name="status"),
    path("exit/", leave, name="exit"),
    path("sitemap.xml", sitemap),
    path("robots.txt", robots, name="robots"),
    path("desk/", include("reporting.staff.urls")),
    path("desk/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]

if settings.DEMO:
    # An installation has its web server do this; evidence is never in this folder.
    urlpatterns.append(path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}))

# What the public reads and fills in: in another language below its code, such as /pl/report/.
urlpatterns += i18n_patterns(
    path("report/", include("reporting.intake.urls")),
    path("case/", include("reporting.tracking.urls")),
    path("chat/", include("reporting.chat.urls")),
    path("case-review/", include("reporting.reviews.urls")),
    path("", include("advice.urls")),
    path("", include("home.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
