"""Engines, each in its own child process."""

import ctypes.util
import os
import signal
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from unclench.kernel.errors import BadInput, UnclenchError
from unclench.render.loudness import CEILING_DBTP, loudness, true_peak
from unclench.voices.catalogue import Voices
from unclench.voices.engines.apart import EngineApart
from unclench.voices.engines.engine import EngineAbsent

WORDS = "Let the hand open, and grow heavy."

flite_here = pytest.mark.skipif(
    ctypes.util.find_library("flite") is None, reason="libflite1 is not installed"
)


def child_of(engine: EngineApart) -> int:
    assert engine._child is not None
    return engine._child.process.pid


def test_the_embedded_voice_speaks_calmly_and_level(voices: Voices) -> None:
    clip = voices.find("espeak").clip(WORDS)
    pcm = clip.pcm()
    assert len(pcm) == clip.samples
    assert 2.0 < clip.samples / 48_000 < 4.5
    assert loudness(pcm) == pytest.approx(-18, abs=0.5)
    assert true_peak(pcm) <= CEILING_DBTP + 1


def test_the_embedded_voice_speaks_in_another_process() -> None:
    engine = EngineApart("espeak")
    try:
        assert engine.version().startswith("espeak-ng 1.")
        assert child_of(engine) != os.getpid()
    finally:
        engine.close()


def test_slower_and_faster_change_the_engines_own_rate(voices: Voices) -> None:
    usual, slower, faster = (
        voices.find("espeak", speed=speed).clip(WORDS).samples for speed in ("usual", "slower", "faster")
    )
    assert slower / usual == pytest.approx(1.18, abs=0.08)
    assert faster / usual == pytest.approx(0.87, abs=0.08)


def test_an_engine_that_dies_is_replaced_at_the_next_sentence() -> None:
    engine = EngineApart("espeak")
    try:
        before = engine.say(WORDS, 1.0)
        first = child_of(engine)
        os.kill(first, signal.SIGSEGV)
        engine._child.process.wait()  # type: ignore[union-attr]  # it is there: it has just spoken
        after = engine.say(WORDS, 1.0)
        assert child_of(engine) != first
        assert len(after.pcm) == pytest.approx(len(before.pcm), rel=0.05)
    finally:
        engine.close()


def test_an_engine_that_dies_while_it_speaks_is_a_fault_told_in_one_line() -> None:
    engine = EngineApart("espeak")
    try:
        engine.version()
        os.kill(child_of(engine), signal.SIGSTOP)
        with ThreadPoolExecutor() as pool:
            saying = pool.submit(engine.say, WORDS, 1.0)
            os.kill(child_of(engine), signal.SIGKILL)
            with pytest.raises(UnclenchError, match="the espeak voice stopped while it spoke"):
                saying.result()
        assert engine.say(WORDS, 1.0).pcm
    finally:
        engine.close()


def test_threads_share_an_engine_without_mixing_their_words() -> None:
    engine = EngineApart("espeak")
    try:
        texts = ["Rest.", "Let the hand open, and grow heavy, in your own time."] * 6
        with ThreadPoolExecutor(4) as pool:
            lengths = [len(sound.pcm) for sound in pool.map(lambda text: engine.say(text, 1.0), texts)]
        assert max(lengths[0::2]) < min(lengths[1::2]) / 2
    finally:
        engine.close()


def test_a_missing_flite_voice_says_how_to_get_it() -> None:
    engine = EngineApart("flite", "nobody")
    with pytest.raises(EngineAbsent, match=r"flite is not on this machine.*apt-get install libflite1"):
        engine.version()


def test_a_voice_whose_library_is_missing_is_not_listed_and_says_why(
    voices: Voices, monkeypatch: pytest.MonkeyPatch
) -> None:
    from unclench.voices import catalogue

    monkeypatch.setitem(catalogue._ENGINES, "flite-slt", ("flite", "nobody", "Nobody", "en-US"))
    assert "flite-slt" not in voices.names()
    with pytest.raises(BadInput, match="'flite-slt' cannot speak here: flite is not on this machine"):
        voices.find("flite-slt")


@flite_here
@pytest.mark.parametrize("name", ["flite-slt", "flite-rms"])
def test_flite_speaks_where_the_system_has_it(voices: Voices, name: str) -> None:
    usual = voices.find(name).clip(WORDS)
    slower = voices.find(name, speed="slower").clip(WORDS)
    assert loudness(usual.pcm()) == pytest.approx(-18, abs=0.5)
    assert slower.samples / usual.samples == pytest.approx(1.18, abs=0.05)


def test_a_text_without_words_is_refused(voices: Voices) -> None:
    with pytest.raises(BadInput, match="holds no words"):
        voices.find("espeak").clip(" … ")


def test_line_breaks_and_odd_signs_do_not_break_the_talk_with_the_child(voices: Voices) -> None:
    voice = voices.find("espeak")
    assert voice.clip('Say\n"heavy"\t\\ {warm} <b> é 手.').samples > 20_000


def test_a_clip_is_spoken_once_and_then_kept(voices: Voices, monkeypatch: pytest.MonkeyPatch) -> None:
    first = voices.find("espeak").clip(WORDS)

    def refuse(*_: object) -> None:
        raise AssertionError("spoken twice")

    monkeypatch.setattr(EngineApart, "say", refuse)
    again = Voices(voices._data).find("espeak").clip(WORDS)
    assert again.mp3() == first.mp3()
    assert again.key == first.key


def test_two_sentences_have_a_pause_between_them(voices: Voices) -> None:
    pcm = voices.find("espeak").clip("Let go. Rest.").pcm()
    loud = np.abs(pcm) > 0.01
    quiet = np.diff(np.flatnonzero(loud))
    assert 0.4 * 48_000 < quiet.max() < 0.9 * 48_000
