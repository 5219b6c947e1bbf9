"""LAME, by its C interface, out of the shared object of the `lameenc` wheel.

`lameenc` itself cannot switch the bit reservoir off; without that, frames lean on their neighbours and
cannot be joined. The library inside its wheel exports all of LAME, so we talk to that.
"""

import ctypes
import importlib.util
from functools import cache
from threading import Lock

import numpy as np

from unclench.kernel.errors import UnclenchError
from unclench.render.clip import SAMPLE_RATE, Samples

_MONO = 3
_SETTINGS = {
    "lame_set_in_samplerate": SAMPLE_RATE,
    "lame_set_out_samplerate": SAMPLE_RATE,
    "lame_set_num_channels": 1,
    "lame_set_mode": _MONO,
    "lame_set_brate": 64,
    "lame_set_disable_reservoir": 1,
    "lame_set_bWriteVbrTag": 0,
}
_NEEDED = (
    *_SETTINGS,
    "lame_set_quality",
    "lame_init",
    "lame_init_params",
    "lame_get_scale",
    "lame_encode_buffer_ieee_float",
    "lame_close",
    "get_lame_short_version",
)
_setting_up = Lock()


@cache
def library() -> ctypes.CDLL:
    """The shared object, loaded once, its signatures declared.

    Raises:
        UnclenchError: `lameenc` is missing, or is a build that hides LAME's own functions.
    """
    found = importlib.util.find_spec("lameenc")
    if found is None or found.origin is None:
        raise UnclenchError("MP3 cannot be made: the package lameenc is not installed; install it with pip")
    return load(found.origin)


def load(path: str) -> ctypes.CDLL:
    """Load a shared object that must hold LAME.

    Raises:
        UnclenchError: it cannot be loaded, or does not export what we call.
    """
    try:
        lame = ctypes.CDLL(path)
    except OSError as fault:
        raise UnclenchError(f"MP3 cannot be made: {path} cannot be loaded ({fault})") from fault
    missing = [name for name in _NEEDED if not hasattr(lame, name)]
    if missing:
        raise UnclenchError(
            f"MP3 cannot be made: this build of lameenc ({path}) does not export {missing[0]}; "
            "install lameenc 1.9 or later from its wheel"
        )
    lame.lame_init.restype = ctypes.c_void_p
    lame.lame_get_scale.restype = ctypes.c_float
    lame.get_lame_short_version.restype = ctypes.c_char_p
    for name in (*_SETTINGS, "lame_set_quality"):
        getattr(lame, name).argtypes = (ctypes.c_void_p, ctypes.c_int)
    for name in ("lame_init_params", "lame_get_scale", "lame_close"):
        getattr(lame, name).argtypes = (ctypes.c_void_p,)
    lame.lame_encode_buffer_ieee_float.argtypes = (
        *(ctypes.c_void_p,) * 3,
        ctypes.c_int,
        ctypes.c_void_p,
        ctypes.c_int,
    )
    return lame


def version() -> str:
    """LAME's version, as ``3.100``: part of what a clip's address must name."""
    short: bytes = library().get_lame_short_version()
    return short.decode("ascii")


def encode(pcm: Samples, quality: int) -> bytes:
    """Encode 48 kHz mono as 64 kbit/s constant-rate frames that stand each on its own.

    ``quality`` is LAME's, from 0 (most effort) to 9.

    The last samples stay inside the encoder: give silence (or what follows) after what you need.
    LAME lowers the level a little at such rates (0.45 dB); that is taken back.
    """
    lame = library()
    with _setting_up:  # LAME fills tables shared by all its encoders on first use
        state = lame.lame_init()
        for name, value in _SETTINGS.items():
            getattr(lame, name)(state, value)
        lame.lame_set_quality(state, quality)
        ready = lame.lame_init_params(state)
    try:
        if ready < 0:
            raise UnclenchError(f"MP3 cannot be made: LAME refused its settings ({ready})")
        level = np.ascontiguousarray(pcm / np.float32(lame.lame_get_scale(state)), dtype=np.float32)
        room = ctypes.create_string_buffer(len(pcm) * 5 // 4 + 7200)
        there = level.ctypes.data
        written = lame.lame_encode_buffer_ieee_float(state, there, there, len(level), room, len(room))
        if written < 0:
            raise UnclenchError(f"MP3 cannot be made: LAME failed ({written})")
        return ctypes.string_at(room, written)
    finally:
        lame.lame_close(state)
