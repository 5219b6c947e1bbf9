"""Session pages."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from unclench.apps.library import queries


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """The list of sessions."""
    return render(request, "library/sessions.html", {"cards": queries.session_cards()})


@require_safe
def session(request: HttpRequest, session_id: str) -> HttpResponse:
    """One session, to hear and see."""
    if not queries.is_session(session_id):
        raise Http404
    return render(request, "library/session.html", {"session": queries.find_session(session_id)})
