"""What the server runs: media is answered on the loop; everything else by Django, in threads."""

import os

from unclench.apps.library.media import Media
from unclench.foundation.asgi import Application, Receive, Scope, Send
from unclench.foundation.front import Front

RECORDING_LIMIT = 20 * 1024 * 1024
"""The most bytes one recorded cue may have: some four minutes of uncompressed sound."""


def build() -> Application:
    """The whole application, once the settings are known."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unclench.project.settings.embedded")

    from django.conf import settings
    from django.core.asgi import get_asgi_application

    pages = Front(get_asgi_application(), larger={"/recording/": RECORDING_LIMIT})
    media = Media(settings.DATA)

    async def dispatch(scope: Scope, receive: Receive, send: Send) -> None:
        """Listeners go to the media part, so that they never hold one of Django's threads."""
        if scope["type"] != "http":
            return
        if scope["path"].startswith("/media/"):
            await media(scope, receive, send)
        else:
            await pages(scope, receive, send)
            media.get_ready()  # whoever has a page may press play next

    return dispatch


application = build()
