"""Session pages."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from unclench.apps.library import queries, speaking
from unclench.apps.library.addresses import Addresses
from unclench.apps.library.fit_page import fit_page, with_whole
from unclench.apps.library.forms import PageQuery, page_query
from unclench.apps.library.page_values import Asked
from unclench.apps.library.presenters import fault_words, session_page
from unclench.apps.library.shelves import shelves
from unclench.apps.library.transcript_page import transcript_page
from unclench.kernel.errors import BadInput

CANNOT_BE_USED = 422


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """The list of sessions."""
    return render(request, "library/sessions.html", {"shelves": shelves(queries.session_cards())})


@require_safe
def session(request: HttpRequest, session_id: str) -> HttpResponse:
    """One session, to hear and see, fitted as its address says."""
    query = _query(request, session_id)
    if not query.fault and not query.canonical:
        return redirect(Addresses(query.fitting, query.way).page())
    page = session_page(_asked(request, query))
    return render(
        request, "library/session.html", {"page": page}, status=CANNOT_BE_USED if page.fault else None
    )


@require_safe
def fit(request: HttpRequest, session_id: str) -> HttpResponse:
    """Fit a session to a body, part by part."""
    query = _query(request, session_id)
    fitting = with_whole(query.fitting, query.whole) if query.whole else query.fitting
    page = fit_page(fitting, query.way, query.fault)
    return render(request, "library/fit.html", {"page": page}, status=CANNOT_BE_USED if page.fault else None)


@require_safe
def transcript(request: HttpRequest, session_id: str) -> HttpResponse:
    """The words of a fitted session, to read or print."""
    query = _query(request, session_id)
    shown = session_page(_asked(request, query))
    if shown.fault:
        return redirect(Addresses(query.fitting, query.way).page())
    fitting = replace(query.fitting, duration_ms=round(shown.player["seconds"] * 1000))
    return render(request, "library/transcript.html", {"page": transcript_page(fitting, query.way)})


def _query(request: HttpRequest, session_id: str) -> PageQuery:
    if not queries.is_session(session_id):
        raise Http404
    return page_query(session_id, [(name, value) for name, values in request.GET.lists() for value in values])


def _asked(request: HttpRequest, query: PageQuery) -> Asked:
    fitting, fault = query.fitting, query.fault
    try:
        spoken_ms = speaking.spoken_ms(fitting)
    except BadInput as missing:
        fitting, fault = replace(fitting, voice=None), fault_words(missing)
        spoken_ms = speaking.spoken_ms(fitting)
    return Asked(
        fitting=fitting,
        way=query.way,
        spoken_ms=spoken_ms,
        usual_spoken_ms=speaking.spoken_ms(replace(fitting, voice=None)),
        voices=speaking.voice_offers(),
        origin=f"{request.scheme}://{request.get_host()}",
        lengthless=query.lengthless,
        typed_minutes=query.typed_minutes,
        fault=fault,
    )
