"""The pages on which nurses and editors record a voice: the voices, a session's cues, one cue."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from unclench.apps.library import actions, queries, recordings
from unclench.apps.library.forms import VoiceForm
from unclench.apps.library.presenters import fault_words
from unclench.apps.library.recordings import CueRow
from unclench.apps.people.models import Account
from unclench.foundation.headers import may_use_microphone
from unclench.kernel.errors import BadInput
from unclench.voices.recorded import RecordedVoice

P = ParamSpec("P")
CANNOT_BE_USED = 422
_Page = Callable[Concatenate[HttpRequest, P], HttpResponse]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A cue among those of its session: its number from 1, the ones beside it, the next that is missing."""

    number: int
    count: int
    row: CueRow
    before: CueRow | None
    after: CueRow | None
    missing: CueRow | None


def _for_the_team(page: _Page[P]) -> _Page[P]:
    """Signed in, and a nurse or editor."""

    @never_cache
    @login_required
    @wraps(page)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not recordings.may_record(request.user):
            raise PermissionDenied
        return page(request, *args, **kwargs)

    return cast("_Page[P]", guarded)


@require_http_methods(["GET", "HEAD", "POST"])
@_for_the_team
def voices(request: HttpRequest) -> HttpResponse:
    """The recorded voices; begin another."""
    form = VoiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            name, title = form.cleaned_data["name"], form.cleaned_data["title"]
            actions.start_voice(by=_account(request), name=name, title=title, now=timezone.now())
            return redirect("library:recording")
        except BadInput as fault:
            form.add_error("name", fault_words(BadInput(fault.what, mend=fault.mend)))
    page = {"voices": recordings.recorded_voices(), "cards": queries.session_cards(), "form": form}
    return render(request, "library/recording.html", page, status=CANNOT_BE_USED if form.errors else None)


@require_safe
@_for_the_team
def cues(request: HttpRequest, voice: str, session_id: str) -> HttpResponse:
    """The cues of a session, recorded and missing."""
    recorded, rows = _voice_and_cues(voice, session_id)
    missing = [row for row in rows if not row.recorded]
    page = {
        "voice": recorded,
        "session": queries.find_session(session_id),
        "rows": rows,
        "done": len(rows) - len(missing),
        "next": next(iter(missing), None),
    }
    return render(request, "library/recording_cues.html", page)


@may_use_microphone
@require_http_methods(["GET", "HEAD", "POST"])
@_for_the_team
def cue(request: HttpRequest, voice: str, session_id: str, cue: str) -> HttpResponse:
    """One cue: record it, hear it, take it again, or send a file of it."""
    recorded, rows = _voice_and_cues(voice, session_id)
    place = _place(rows, cue)
    fault = ""
    if request.method == "POST":
        fault = _keep(request, recorded, place.row)
        if not fault:
            onward = place.missing or place.after or place.row
            return redirect("library:recording-cue", voice, session_id, onward.slug)
    page = {
        "voice": recorded,
        "session": queries.find_session(session_id),
        "place": place,
        "fault": fault,
    }
    return render(request, "library/recording_cue.html", page, status=CANNOT_BE_USED if fault else None)


def _keep(request: HttpRequest, voice: RecordedVoice, row: CueRow) -> str:
    """Keep the file that was sent; what is wrong with it, as a sentence."""
    file = request.FILES.get("take")
    if not isinstance(file, UploadedFile):
        return "Choose a sound file first."
    try:
        actions.save_take(
            by=_account(request), voice=voice, text=row.text, content=file.read(), now=timezone.now()
        )
    except BadInput as fault:
        return f"This recording {fault.what}. {fault.mend[:1].upper()}{fault.mend[1:]}."
    return ""


def _voice_and_cues(voice: str, session_id: str) -> tuple[RecordedVoice, list[CueRow]]:
    if not queries.is_session(session_id):
        raise Http404
    try:
        recorded = recordings.site_voices().recorded(voice)
    except BadInput as fault:
        raise Http404 from fault
    return recorded, recordings.cues_to_record(recorded, session_id)


def _place(rows: list[CueRow], slug: str) -> Neighbours:
    index = next((index for index, row in enumerate(rows) if row.slug == slug), None)
    if index is None:
        raise Http404
    onward = [*rows[index + 1 :], *rows[:index]]
    return Neighbours(
        number=index + 1,
        count=len(rows),
        row=rows[index],
        before=rows[index - 1] if index else None,
        after=rows[index + 1] if index + 1 < len(rows) else None,
        missing=next((row for row in onward if not row.recorded), None),
    )


def _account(request: HttpRequest) -> Account:
    return cast("Account", request.user)
