"""A script fitted to a body and a length, in a voice: everything a listener or reader can be given."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from unclench.kernel.errors import BadInput
from unclench.render.clip import Clip, VirtualFile
from unclench.sessions.body import Body
from unclench.sessions.captions import chapters_webvtt, webvtt
from unclench.sessions.fitting import Reach, fit, reach
from unclench.sessions.manifest import manifest
from unclench.sessions.script import Script
from unclench.sessions.speech import reading_ms
from unclench.sessions.timeline import Ending, Timeline
from unclench.sessions.transcript import plain
from unclench.voices.recorded import MissingCue
from unclench.voices.store import Store
from unclench.voices.voice import Voice

_NAMED = 3


@dataclass(frozen=True)
class SpokenSession:
    """A timeline with its clips: ``clips[i]`` says ``timeline.cues[i]``."""

    timeline: Timeline
    clips: tuple[Clip, ...] = field(repr=False)
    voice: Voice
    store: Store | None = field(default=None, repr=False)

    def mp3(self, ambient: str | None = None) -> VirtualFile:
        """The session as sound, with its cover."""
        from unclench.render.picture_cover import cover
        from unclench.render.sound import mp3_session

        room = self.voice.room_tone
        return mp3_session(
            self.timeline, self.clips, ambient=ambient, room_tone=room, cover=cover(), tiles=self.store
        )

    def mp4(self, ambient: str | None = None) -> VirtualFile:
        """The session as a video."""
        from unclench.render.picture import mp4_session

        room = self.voice.room_tone
        return mp4_session(
            self.timeline, self.clips, ambient=ambient, room_tone=room, tiles=self.store, store=self.store
        )

    def webvtt(self) -> str:
        """Captions."""
        return webvtt(self.timeline)

    def chapters(self) -> str:
        """Chapters, as WebVTT."""
        return chapters_webvtt(self.timeline)

    def plain(self) -> str:
        """The words to read."""
        return plain(self.timeline)

    def manifest(self) -> dict[str, object]:
        """What a player needs to follow along."""
        return manifest(self.timeline, voice=self.voice.name)


def speak(
    script: Script,
    body: Body,
    duration_ms: int,
    voice: Voice,
    *,
    ending: Ending = Ending.RETURN,
    store: Store | None = None,
) -> SpokenSession:
    """Fit a script and speak it.

    ``store`` keeps what is mixed or drawn for this session beyond its clips; by default that stays in memory.

    Raises:
        BadInput: it cannot be fitted this way (see ``sessions.fitting.fit``), or the voice cannot say a cue
            of it; when recordings are missing, says how many and the first few.
    """
    missing: set[str] = set()

    def spoken_ms(text: str) -> int:
        try:
            return voice.spoken_ms(text)
        except MissingCue:  # it may be a cue that this fitting does not come to
            missing.add(text)
            return reading_ms(text)

    timeline = fit(script, body, duration_ms, spoken_ms, ending=ending)
    lacking = [text for text in dict.fromkeys(cue.text for cue in timeline.cues) if text in missing]
    if lacking:
        raise _lacking(voice, lacking)
    return SpokenSession(timeline, tuple(voice.clip(cue.text) for cue in timeline.cues), voice, store)


def spoken_reach(script: Script, body: Body, voice: Voice, *, ending: Ending = Ending.RETURN) -> Reach:
    """The shortest and longest that a script can be for this body in this voice.

    Raises:
        BadInput: as for `speak`.
    """
    return reach(script, body, voice.spoken_ms, ending=ending)


def _lacking(voice: Voice, texts: Sequence[str]) -> BadInput:
    listed = ", ".join(f"“{text}”" for text in texts[:_NAMED])
    more = f" and {len(texts) - _NAMED} more" if len(texts) > _NAMED else ""
    cues = "1 cue" if len(texts) == 1 else f"{len(texts)} cues"
    return BadInput(
        f"the voice '{voice.name}' has no recording of {cues} of this session: {listed}{more}",
        mend="record them, or name another voice for them with --fall-back",
    )
