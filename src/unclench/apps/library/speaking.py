"""The voices of this site, as pages need them: which there are, and how long each takes to say a text."""

from functools import cache

from django.conf import settings

from unclench.apps.library.fittings import Fitting
from unclench.apps.library.presenters import VoiceOffer
from unclench.kernel.errors import BadInput
from unclench.sessions.fitting import SpokenMs
from unclench.voices.catalogue import Voices


class NoSuchVoice(BadInput):
    """A fitting names a voice that this site has not, or no longer."""


def spoken_ms(fitting: Fitting) -> SpokenMs:
    """How long the fitting's voice takes to say a text.

    Raises:
        NoSuchVoice: this site has no voice of this name.
    """
    try:
        return _voices().find(fitting.voice, speed=fitting.speed).spoken_ms
    except BadInput as fault:
        raise NoSuchVoice(fault.what, where=fault.where, mend=fault.mend) from fault


def usual_spoken_ms() -> SpokenMs:
    """The same of the voice that is always here."""
    return _voices().find(None).spoken_ms


def voice_offers() -> list[VoiceOffer]:
    """The voices to choose from, the usual one first."""
    usual, *others = _voices().list()
    return [VoiceOffer("", usual.title), *(VoiceOffer(voice.name, voice.title) for voice in others)]


@cache
def _voices() -> Voices:
    return Voices(settings.DATA)
