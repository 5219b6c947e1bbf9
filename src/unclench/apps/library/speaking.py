"""The voices of this site, as pages need them: which there are, and how long each takes to say a text."""

from unclench.apps.library.fittings import Fitting
from unclench.apps.library.page_values import VoiceOffer
from unclench.apps.library.recordings import site_voices
from unclench.sessions.fitting import SpokenMs


def spoken_ms(fitting: Fitting) -> SpokenMs:
    """How long the fitting's voice takes to say a text.

    Raises:
        BadInput: this site has no voice of this name.
    """
    return site_voices().find(fitting.voice, speed=fitting.speed).spoken_ms


def voice_offers() -> list[VoiceOffer]:
    """The voices to choose from, the usual one first."""
    usual, *others = site_voices().list()
    return [VoiceOffer("", usual.title), *(VoiceOffer(voice.name, voice.title) for voice in others)]
