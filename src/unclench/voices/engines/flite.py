"""flite, where the system has it (Debian: ``libflite1``), by its C interface."""

import ctypes
import re
from pathlib import Path
from typing import Any

from unclench.voices.engines.engine import EngineAbsent, Sound

STRETCH = {"slt": 1.4, "rms": 1.3}
"""The pace of each voice that measured calm."""

_MENDING = "install it (Debian: apt-get install libflite1)"


class _Wave(ctypes.Structure):
    """``cst_wave`` of flite's ``cst_wave.h``."""

    _fields_ = (
        ("type", ctypes.c_char_p),
        ("sample_rate", ctypes.c_int),
        ("num_samples", ctypes.c_int),
        ("num_channels", ctypes.c_int),
        ("samples", ctypes.c_void_p),
    )


class _Voice(ctypes.Structure):
    """The head of ``cst_voice`` of flite's ``cst_voice.h``."""

    _fields_ = (("name", ctypes.c_char_p), ("features", ctypes.c_void_p))


class Flite:
    """One of flite's Arctic voices: ``slt`` or ``rms``.

    Raises:
        EngineAbsent: the library or the voice is not there.
    """

    def __init__(self, speaker: str) -> None:
        self._speaker = speaker
        self._library = _load("libflite.so.1")
        for name in ("libflite_usenglish.so.1", "libflite_cmulex.so.1"):
            _load(name)
        register = getattr(_load(f"libflite_cmu_us_{speaker}.so.1"), f"register_cmu_us_{speaker}")
        register.restype = ctypes.POINTER(_Voice)
        self._library.flite_text_to_wave.restype = ctypes.POINTER(_Wave)
        self._library.flite_text_to_wave.argtypes = (ctypes.c_char_p, ctypes.c_void_p)
        self._library.delete_wave.argtypes = (ctypes.c_void_p,)
        self._library.feat_set_float.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_float)
        self._library.flite_init()
        self._voice: Any = register(None)

    def version(self) -> str:
        """The library's version, and our settings."""
        return f"flite {_number()} cmu_us_{self._speaker} x{STRETCH[self._speaker]}"

    def say(self, text: str, stretch: float) -> Sound:
        """Speak one sentence."""
        pace = STRETCH[self._speaker] * stretch
        self._library.feat_set_float(self._voice.contents.features, b"duration_stretch", pace)
        wave: Any = self._library.flite_text_to_wave(text.encode(), self._voice)
        try:
            found = wave.contents
            return Sound(found.sample_rate, ctypes.string_at(found.samples, found.num_samples * 2))
        finally:
            self._library.delete_wave(wave)


def _load(name: str) -> ctypes.CDLL:
    try:
        return ctypes.CDLL(name, mode=ctypes.RTLD_GLOBAL)  # the voices look up flite's own functions
    except OSError as fault:
        raise EngineAbsent(f"flite is not on this machine ({name} cannot be loaded); {_MENDING}") from fault


def _number() -> str:
    """flite tells its version only by the name of the file that was loaded (``libflite.so.2.2``)."""
    maps = Path("/proc/self/maps")
    found = re.search(r"libflite\.so\.([\d.]+)", maps.read_text()) if maps.exists() else None
    return found[1] if found else "1"
