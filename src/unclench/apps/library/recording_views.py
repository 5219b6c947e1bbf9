"""What the recording page talks to: voices, cues, takes. Answers are JSON; faults say how to mend them."""

from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from unclench.apps.library import actions, recordings
from unclench.apps.people.models import Account
from unclench.kernel.errors import BadInput

P = ParamSpec("P")
_CANNOT_BE_USED = 422

_View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def _for_the_team(view: _View[P]) -> _View[P]:
    """Nurses and editors only; a fault of theirs becomes a message."""

    @wraps(view)
    @never_cache
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return _fault("Sign in to record a voice.", 401)
        if not recordings.may_record(request.user):
            return _fault("Nurses and editors can record voices. Ask whoever looks after this site.", 403)
        try:
            return view(request, *args, **kwargs)
        except BadInput as fault:
            return _fault(fault.what, _CANNOT_BE_USED, where=fault.where, mend=fault.mend)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@_for_the_team
def voices(request: HttpRequest) -> HttpResponse:
    """GET: the recorded voices. POST ``name``, ``title``: begin one."""
    if request.method == "POST":
        name, title = request.POST.get("name", "").strip(), request.POST.get("title", "").strip()
        actions.start_voice(by=_account(request), name=name, title=title, now=timezone.now())
        return JsonResponse({"name": name}, status=201)
    return JsonResponse({"voices": [asdict(row) for row in recordings.recorded_voices()]})


@require_safe
@_for_the_team
def cues(_request: HttpRequest, voice: str, session_id: str) -> HttpResponse:
    """The cues of a session and the state of each."""
    recorded = recordings.site_voices().recorded(voice)
    rows = recordings.cues_to_record(recorded, session_id)
    missing = sum(not row.recorded for row in rows)
    return JsonResponse({"cues": [asdict(row) for row in rows], "missing": missing})


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
@_for_the_team
def take(request: HttpRequest, voice: str, cue: str) -> HttpResponse:
    """GET hears a take; POST keeps a new one (the body, or a file ``take``); DELETE gives it up."""
    recorded = recordings.site_voices().recorded(voice)
    text = recordings.cue_text(cue)
    if text is None:
        return _fault("There is no such cue.", 404)
    if request.method == "POST":
        kept = actions.save_take(
            by=_account(request), voice=recorded, text=text, content=_sound(request), now=timezone.now()
        )
        return JsonResponse(
            {"notes": list(kept.notes), "seconds": round(len(kept.pcm) / 48_000, 2)}, status=201
        )
    if request.method == "DELETE":
        actions.remove_take(by=_account(request), voice=recorded, text=text, now=timezone.now())
        return HttpResponse(status=204)
    if not recorded.holds(text):
        return _fault("This cue is not recorded yet.", 404)
    return HttpResponse(recordings.take_file(recorded, cue).read_bytes(), content_type="audio/flac")


def _sound(request: HttpRequest) -> bytes:
    """The recording itself. Its size was checked before it came here (``project.asgi``)."""
    file = request.FILES.get("take")
    content: bytes = file.read() if isinstance(file, UploadedFile) else request.read()
    return content


def _account(request: HttpRequest) -> Account:
    return cast("Account", request.user)


def _fault(error: str, status: int, **more: str) -> JsonResponse:
    return JsonResponse({"error": error, **more}, status=status)
