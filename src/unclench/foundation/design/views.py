"""The page of the reading settings."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from unclench.foundation.design.forms import ReadingForm
from unclench.foundation.design.reading import Reading


@require_http_methods(["GET", "HEAD", "POST"])
def reading(request: HttpRequest) -> HttpResponse:
    """Show the reading settings; keep them on the device and go back to the page the person came from."""
    form = ReadingForm(request.POST or None, initial=asdict(Reading.of(request)))
    back = _own_page(request, request.POST.get("back") or request.GET.get("back") or "/")
    if not form.is_valid():
        return render(request, "design/reading.html", {"form": form, "back": back})
    response = redirect(back)
    Reading.chosen(**form.cleaned_data).keep(response, secure=request.is_secure())
    return response


def _own_page(request: HttpRequest, address: str) -> str:
    own = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if own else "/"
