"""The page about the source, and the source itself."""

import os

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from unclench.foundation.source.archive import NAME, archive


@require_safe
def source(request: HttpRequest) -> HttpResponse:
    """Say what licence this is, and where the source is: the site's own place for it, or here."""
    return render(request, "design/source.html", {"address": settings.SOURCE, "name": NAME})


@require_safe
def download(_request: HttpRequest) -> FileResponse:
    """The running program's files; packed once, then kept beside the site's other made files."""
    kept = settings.DATA / "cache" / f"{NAME}-{settings.ASSETS_KEY}.tar.gz"
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(archive())
        part.replace(kept)
    return FileResponse(kept.open("rb"), as_attachment=True, filename=f"{NAME}.tar.gz")
