"""Sound, video and words of sessions: address -> fitting -> file known by arithmetic -> answer.

Runs on the loop, beside Django and without it: no thread of Django's is held, no database is asked.
"""

import json
import re
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from unclench.apps.library.fittings import Fitting
from unclench.apps.library.queries import find_session, is_session
from unclench.foundation.asgi import Receive, Scope, Send, say
from unclench.foundation.media.kept import Kept
from unclench.foundation.media.respond import CHUNK, respond
from unclench.foundation.media.whole import WholeFile
from unclench.kernel.errors import BadInput
from unclench.sessions.catalogue import load_script, script_ids

if TYPE_CHECKING:
    from unclench.render.clip import VirtualFile
    from unclench.voices.catalogue import Voices
    from unclench.voices.spoken import SpokenSession

_ADDRESS = re.compile(r"/media/(sessions|ambient)/([a-z0-9-]{1,64})\.([a-z0-9.]{1,16})", re.ASCII)
_LOOPS_KEEP = "public, max-age=86400"
_CACHE = "cache"
_LAYOUTS = 256
_MOST_FIELDS = 64


def _asked(session_id: str, suffix: str, scope: Scope) -> "_Asked":
    try:
        pairs = parse_qsl(
            scope["query_string"].decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(scope["query_string"]),
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError as fault:
        raise BadInput("the address cannot be read", mend="copy it anew from the session's page") from fault
    download = ("download", "1") in pairs
    fitting = Fitting.from_query(session_id, [pair for pair in pairs if pair != ("download", "1")])
    return _Asked(fitting, suffix, download)


def _text(content: str, content_type: str) -> WholeFile:
    return WholeFile(content.encode(), f"{content_type}; charset=utf-8")


_MAKERS: Mapping[str, Callable[["SpokenSession", Fitting], "VirtualFile"]] = {
    "mp3": lambda spoken, fitting: spoken.mp3(fitting.ambient),
    "mp4": lambda spoken, fitting: spoken.mp4(fitting.ambient),
    "vtt": lambda spoken, _: _text(spoken.webvtt(), "text/vtt"),
    "chapters.vtt": lambda spoken, _: _text(spoken.chapters(), "text/vtt"),
    "txt": lambda spoken, _: _text(spoken.plain(), "text/plain"),
    "json": lambda spoken, _: WholeFile(
        json.dumps(spoken.manifest(), ensure_ascii=False, separators=(",", ":")).encode(), "application/json"
    ),
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """One file of one session, as an address asks for it."""

    fitting: Fitting
    suffix: str
    download: bool

    @property
    def at_once(self) -> bool:
        """Whether reading it costs next to nothing: the ready voice as it was spoken, and words."""
        plain = self.fitting.voice is None and self.fitting.speed == "usual" and self.fitting.ambient is None
        return plain and self.suffix != "mp4"

    @property
    def filename(self) -> str:
        """What a download is called."""
        title = find_session(self.fitting.script_id).title
        minutes = f"{self.fitting.duration_ms / 60_000:.1f}".removesuffix(".0")
        return f"Unclench - {title} - {minutes} min.{self.suffix}"


class Media:
    """The media part of the site.

    Args:
        data: the site's data folder: recorded voices, kept clips.
    """

    def __init__(self, data: Path) -> None:
        self._data = data
        self._woken = False
        self._kept: Kept[VirtualFile] = Kept(_LAYOUTS)
        self._quick = ThreadPoolExecutor(2, "media-quick")
        self._slow = ThreadPoolExecutor(4, "media-slow")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; what is wrong with it is said in one plain line."""
        found = _ADDRESS.fullmatch(scope["path"])
        kind, name, suffix = found.groups() if found else ("", "", "")
        try:
            if kind == "sessions" and suffix in _MAKERS and is_session(name):
                return await self._session(_asked(name, suffix, scope), scope, receive, send)
            if kind == "ambient" and suffix == "mp3":
                return await self._loop(name, scope, receive, send)
        except BadInput as fault:
            return await say(scope, send, 400, str(fault))
        return await say(scope, send, 404, "There is nothing at this address.")

    def get_ready(self) -> None:
        """Load, once and aside, what the first listener would wait for; returns at once."""
        if not self._woken:
            self._woken = True
            threading.Thread(target=self._wake, daemon=True).start()

    def _wake(self) -> None:
        """Hear the beginning of a session: at the usual speed, then at one that has to be worked out."""
        for speed in ("usual", "slower"):
            fitting = replace(Fitting.usual(script_ids()[0]), speed=speed)
            self._lay_out(_Asked(fitting, "mp3", download=False)).read(0, CHUNK)

    @cached_property
    def _voices(self) -> "Voices":
        from unclench.voices.catalogue import Voices

        return Voices(self._data)

    async def _session(self, asked: _Asked, scope: Scope, receive: Receive, send: Send) -> None:
        key = (asked.fitting, asked.suffix, self._takes_seen(asked.fitting.voice))
        workers = self._quick if asked.at_once else self._slow
        file = await self._kept.get(key, lambda: self._lay_out(asked), workers)
        await respond(
            scope,
            receive,
            send,
            file,
            filename=asked.filename,
            download=asked.download,
            workers=None if asked.at_once else self._slow,
        )

    def _takes_seen(self, voice: str | None) -> int:
        """Changes whenever a cue of a recorded voice is recorded anew; other voices never change."""
        try:
            return (self._data / "voices" / voice / "takes").stat().st_mtime_ns if voice else 0
        except OSError:
            return 0

    async def _loop(self, name: str, scope: Scope, receive: Receive, send: Send) -> None:
        file = await self._kept.get(("ambient", name), lambda: self._make_loop(name), self._slow)
        await respond(scope, receive, send, file, filename=f"{name}.mp3", cache_control=_LOOPS_KEEP)

    def _make_loop(self, name: str) -> "VirtualFile":
        from unclench.render.loop import loop_key, loop_mp3
        from unclench.voices.store import Store

        content = Store(self._data / _CACHE).once(loop_key(name), lambda: loop_mp3(name))
        return WholeFile(content, "audio/mpeg")

    def _lay_out(self, asked: _Asked) -> "VirtualFile":
        from unclench.voices.spoken import speak

        fitting = asked.fitting
        voice = self._voices.find(fitting.voice, speed=fitting.speed)
        script = load_script(fitting.script_id)
        spoken = speak(
            script,
            fitting.body(),
            fitting.duration_ms,
            voice,
            ending=fitting.ending,
            store=self._voices.store,
        )
        return _MAKERS[asked.suffix](spoken, fitting)
