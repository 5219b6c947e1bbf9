"""Headers that keep pages safe: what may be loaded, and what a page may ask the device for."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.http.response import HttpResponse

P = ParamSpec("P")
_PERMISSIONS = "Permissions-Policy"
_DENIED = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), screen-wake-lock=(self)"


class SafeHeaders(CSPMiddleware):
    """The content security policy (editors have their own), and what a page may ask the device for."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Set the headers that the view has not set itself."""
        response.headers.setdefault(_PERMISSIONS, _DENIED)
        done: HttpResponseBase = super().process_response(request, response)
        return done

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """Editors' pages run Wagtail's own scripts, which write styles and scripts into the page."""
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith(f"/{settings.EDITORS_PATH}"):
            parts.replace = settings.EDITORS_CONTENT_SECURITY_POLICY
        return parts


def may_use_microphone(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let this one page ask for the microphone."""

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers[_PERMISSIONS] = _DENIED.replace("microphone=()", "microphone=(self)")
        return response

    return wrapped
