"""Style sheets and scripts: found by WhiteNoise, answered whole, compressed once."""

import gzip
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import Response, StaticFile

_TEXT = ("text/", "application/json", "application/javascript", "image/svg+xml", "application/manifest+json")


class StaticFiles(WhiteNoiseMiddleware):
    """WhiteNoise for an asynchronous server.

    Its own streams a file through the loop; ours are small, so they go whole. The address holds the
    key of all files (``project.assets``), so that a browser may keep each for good.
    """

    def immutable_file_test(self, _path: str, url: str) -> bool:
        """Every file under the key is kept: a change changes the key."""
        return url.startswith(self.static_prefix)

    @staticmethod
    def serve(static_file: StaticFile, request: HttpRequest) -> HttpResponse:
        """The file, compressed where the browser reads that."""
        found: Response = static_file.get_response(request.method, request.META)
        answer = HttpResponse(status=int(found.status))
        headers = dict(found.headers)
        del answer.headers["Content-Type"]
        for name, value in headers.items():
            answer.headers[name] = value
        if found.file is not None:
            with found.file as opened:
                _fill(answer, request, opened)
        return answer


def _fill(answer: HttpResponse, request: HttpRequest, opened: BinaryIO) -> None:
    """Put the file's bytes into the answer."""
    compressible = answer.headers.get("Content-Type", "").startswith(_TEXT) and answer.status_code == 200
    if compressible:
        answer.headers["Vary"] = "Accept-Encoding"
    if compressible and "gzip" in request.headers.get("Accept-Encoding", ""):
        answer.content = _compressed(Path(opened.name))
        answer.headers["Content-Encoding"] = "gzip"
        answer.headers["Content-Length"] = str(len(answer.content))
    else:
        answer.content = opened.read()


@lru_cache(maxsize=512)
def _compressed(file: Path) -> bytes:
    return gzip.compress(file.read_bytes(), mtime=0)
