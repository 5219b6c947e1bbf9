"""Addresses of the pages. Media has its own, answered before Django (``project.asgi``)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_safe
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """What search engines may read: public pages, nothing fitted to a person."""
    return HttpResponse("User-agent: *\nDisallow: /editor/\nDisallow: /media/\nDisallow: /*?\n", "text/plain")


urlpatterns = [
    path("robots.txt", robots),
    path("", include("unclench.apps.library.urls")),
    path("", include("unclench.apps.people.urls")),
    path("", include("unclench.foundation.design.urls")),
    path("", include("unclench.foundation.source.urls")),
    path(settings.EDITORS_PATH, include(wagtailadmin_urls)),
    path("", include(wagtail_urls)),
]
