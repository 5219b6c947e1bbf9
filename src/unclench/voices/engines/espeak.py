"""espeak-ng out of the `espeakng-loader` wheel, by its C interface, sound handed over in memory.

Interface: espeak-ng's ``speak_lib.h``. The settings are the calmest measured: British, slow, low, even.
"""

import ctypes
import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

from unclench.voices.engines.engine import EngineAbsent, Sound

LANGUAGE = "en-gb"
RATE = 120
PITCH = 40
RANGE = 40
WORD_GAP = 4

_SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS: no queue between the call and the callback
_DONT_EXIT = 0x8000
_UTF8 = 1
_RATE, _PITCH, _RANGE, _WORD_GAP = 1, 3, 4, 7
_SLOWEST, _FASTEST = 80, 450

_Heard = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class Espeak:
    """The embedded voice: works offline from the package index alone.

    Raises:
        EngineAbsent: the loader's wheel is missing or its library does not start.
    """

    def __init__(self) -> None:
        place = _wheel()
        try:
            self._library = ctypes.CDLL(str(place / "libespeak-ng.so"))
        except OSError as fault:
            raise EngineAbsent(f"espeak-ng cannot be loaded ({fault}); reinstall espeakng-loader") from fault
        data = str(place / "espeak-ng-data").encode()
        self._rate = self._library.espeak_Initialize(_SYNCHRONOUS, 0, data, _DONT_EXIT)
        if self._rate <= 0:
            raise EngineAbsent("espeak-ng does not find its data; reinstall espeakng-loader")
        self._library.espeak_SetVoiceByName(LANGUAGE.encode())
        self._library.espeak_Info.restype = ctypes.c_char_p
        self._parts: list[bytes] = []
        self._callback: Callable[..., Any] = _Heard(self._hear)  # kept: the library holds only its address
        self._library.espeak_SetSynthCallback(self._callback)

    def version(self) -> str:
        """The library's own version, and our settings."""
        number: bytes = self._library.espeak_Info(None)
        return f"espeak-ng {number.decode().split()[0]} {LANGUAGE} r{RATE} p{PITCH} m{RANGE} g{WORD_GAP}"

    def say(self, text: str, stretch: float) -> Sound:
        """Speak one sentence."""
        rate = min(max(round(RATE / stretch), _SLOWEST), _FASTEST)
        for parameter, value in ((_RATE, rate), (_PITCH, PITCH), (_RANGE, RANGE), (_WORD_GAP, WORD_GAP)):
            self._library.espeak_SetParameter(parameter, value, 0)
        self._parts = []
        encoded = text.encode() + b"\0"
        self._library.espeak_Synth(encoded, ctypes.c_size_t(len(encoded)), 0, 0, 0, _UTF8, None, None)
        self._library.espeak_Synchronize()
        return Sound(self._rate, b"".join(self._parts))

    def _hear(self, samples: Any, count: int, _events: Any) -> int:
        if samples and count > 0:
            self._parts.append(ctypes.string_at(samples, count * 2))
        return 0


def _wheel() -> Path:
    found = importlib.util.find_spec("espeakng_loader")
    if found is None or found.origin is None:
        raise EngineAbsent("the package espeakng-loader is not installed; install it with pip")
    return Path(found.origin).parent
