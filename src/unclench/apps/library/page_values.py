"""The values that the session page shows, ready for its template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from unclench.apps.library.fittings import Fitting
from unclench.sessions.fitting import SpokenMs


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose."""

    value: str
    label: str
    chosen: bool
    address: str = ""


@dataclass(frozen=True, slots=True)
class VoiceOffer:
    """A voice as the list of voices shows it; the usual one has no name, because addresses leave it out."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Media:
    """Addresses of the files of one fitting, with the background sound mixed in where it has one."""

    mp3: str
    mp4: str
    vtt: str
    chapters: str
    mp3_download: str
    mp4_download: str


@dataclass(frozen=True, slots=True)
class Length:
    """How long it is, in every way the page says it; ``typed`` is what stands in the field."""

    seconds: int
    clock: str
    words: str
    typed: str
    shortest: str
    longest: str
    offers: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Offers:
    """What can be chosen beside the length and the body."""

    voices: Sequence[Choice]
    speeds: Sequence[Choice]
    ambients: Sequence[Choice]
    postures: Sequence[Choice]
    endings: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Links:
    """Where the page leads; ``here`` is the page without choices, ``whole`` with them and the site's name."""

    here: str
    listen: str
    watch: str
    fit: str
    transcript: str
    whole: str


@dataclass(frozen=True, slots=True)
class SessionPage:
    """All that the session page says.

    ``hidden`` are the choices of the fit page, which the form hands on as they are; ``body_words`` is empty
    for a session that has no parts to fit.
    """

    script: str
    title: str
    summary: str
    way: str
    figure: SafeString
    invitation: str
    media: Media
    player: Mapping[str, Any]
    length: Length
    offers: Offers
    links: Links
    hidden: Sequence[tuple[str, str]]
    body_words: str
    safety: Sequence[str]
    ask_first: Sequence[str]
    fault: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of the session page, as far as it could be read, and what was wrong with it.

    ``lengthless``: the length was left to the session, so another one may take its place without a word.
    """

    fitting: Fitting
    way: str
    spoken_ms: SpokenMs
    usual_spoken_ms: SpokenMs
    voices: Sequence[VoiceOffer]
    origin: str
    lengthless: bool
    typed_minutes: str = ""
    fault: str = ""
