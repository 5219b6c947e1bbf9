"""What the page of a session's words shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from unclench.apps.library import speaking, wording
from unclench.apps.library.addresses import Addresses
from unclench.apps.library.fittings import Fitting
from unclench.sessions.catalogue import load_script
from unclench.sessions.fitting import fit
from unclench.sessions.timeline import Timeline


@dataclass(frozen=True, slots=True)
class WordsOfChapter:
    """One part of a session: its title, when it begins, what is said."""

    title: str
    clock: str
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class TranscriptPage:
    """All that the page of words says."""

    title: str
    length_words: str
    body_words: str
    chapters: Sequence[WordsOfChapter]
    back: str
    text_download: str


def transcript_page(fitting: Fitting, way: str) -> TranscriptPage:
    """The words of a fitting that can be met.

    Raises:
        BadInput: it cannot.
    """
    script = load_script(fitting.script_id)
    spoken_ms = speaking.spoken_ms(fitting)
    timeline = fit(script, fitting.body(), fitting.duration_ms, spoken_ms, ending=fitting.ending)
    to = Addresses(fitting, way)
    return TranscriptPage(
        title=script.title,
        length_words=wording.length_words(fitting.duration_ms),
        body_words=wording.body_words(script, fitting.modes) if script.groups else "",
        chapters=_chapters(timeline),
        back=to.page(),
        text_download=to.media("txt", download=True, ambient=False),
    )


def _chapters(timeline: Timeline) -> list[WordsOfChapter]:
    return [
        WordsOfChapter(
            chapter.title,
            wording.clock(chapter.start_ms),
            [cue.text for cue in timeline.cues if chapter.start_ms <= cue.start_ms < chapter.end_ms],
        )
        for chapter in timeline.chapters
    ]
