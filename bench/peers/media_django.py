"""A peer of ``bench.listeners``: Django sends one real file and a small page, as its manual shows.

The file is named by ``PEER_FILE``. Run by ``gunicorn --worker-class gthread --workers 2 --threads 8``.
"""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import path

settings.configure(ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, MIDDLEWARE=[])


def sound(_request: HttpRequest) -> FileResponse:
    """The whole file, through one of the server's threads."""
    return FileResponse(Path(os.environ["PEER_FILE"]).open("rb"), content_type="audio/mpeg")


def page(_request: HttpRequest) -> HttpResponse:
    """A page that costs next to nothing."""
    return HttpResponse("<!doctype html><title>Page</title><p>Hello.")


urlpatterns = [path("sound.mp3", sound), path("", page)]
application = get_wsgi_application()
