"""The ready pack: every text of every shipped script, already spoken."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile
from scipy.signal import correlate

from unclench.kernel.errors import BadInput, UnclenchError
from unclench.render import aac, mp3
from unclench.render.clip import SAMPLE_RATE
from unclench.render.loudness import loudness, true_peak
from unclench.sessions.catalogue import load_script, script_ids
from unclench.voices.catalogue import Voices
from unclench.voices.pack import FOLDER, NAME, REBUILD, Pack, ready_pack, text_key
from unclench.voices.pack_build import MOST_BYTES, shipped_texts, spoken

_POINTS = 1 << 19
TEXTS = [text for text in shipped_texts() if ready_pack().holds(text)]


def test_every_text_of_every_shipped_script_is_in_the_pack() -> None:
    lacking = {
        script: [text for text in load_script(script).texts() if not ready_pack().holds(text)]
        for script in script_ids()
    }
    lacking = {script: texts for script, texts in lacking.items() if texts}
    assert not lacking, f"scripts were edited since the pack was made; make it again with: {REBUILD}"


def test_the_pack_holds_nothing_that_no_script_says() -> None:
    spoken_keys = {text_key(text) for text in shipped_texts()}
    assert set(ready_pack()._clips) == spoken_keys, f"make the pack again with: {REBUILD}"


def test_the_pack_stays_small_enough_to_ship() -> None:
    assert sum((FOLDER / f"{NAME}.{ending}").stat().st_size for ending in ("clips", "json")) <= MOST_BYTES


def test_the_packs_frames_and_packets_are_of_the_kind_that_is_joined() -> None:
    for text in TEXTS:
        clip = ready_pack().clip(text)
        assert len(clip.mp3()) == mp3.clip_frames(clip.samples) * mp3.FRAME_BYTES
        assert len(clip.aac()) == aac.clip_packets(clip.samples)
    assert ready_pack().about["mp3"].rpartition("-")[2] == mp3.encoder().rpartition("-")[2]
    assert ready_pack().about["aac"].rpartition("-")[2] == aac.encoder().rpartition("-")[2]


def test_every_clip_is_as_loud_as_the_others_and_starts_and_ends_in_silence() -> None:
    for text in TEXTS:
        pcm = ready_pack().clip(text).pcm()
        assert loudness(pcm) == pytest.approx(-18, abs=0.5), text
        assert true_peak(pcm) <= -1.0, text
        assert max(np.abs(pcm[:96]).max(), np.abs(pcm[-96:]).max()) < 0.01, text


def test_no_clip_has_a_click_an_offset_or_a_hum() -> None:
    for text in TEXTS:
        pcm = ready_pack().clip(text).pcm()
        bends = np.abs(np.diff(pcm, 2))
        assert bends.max() < 8 * np.percentile(bends, 99), text
        assert abs(float(pcm.mean())) < 3e-4, text
        power = np.abs(np.fft.rfft(pcm, _POINTS)) ** 2
        below = power[: int(55 * _POINTS / SAMPLE_RATE)].sum()
        assert below < 0.003 * power.sum(), text


def test_no_clip_trails_off_into_silence() -> None:
    for text in TEXTS:
        pcm = np.abs(ready_pack().clip(text).pcm())
        heard = np.flatnonzero(pcm > 0.002)
        assert heard[0] < 0.1 * SAMPLE_RATE, text
        assert len(pcm) - heard[-1] < 0.15 * SAMPLE_RATE, text


def test_the_ready_voice_speaks_at_a_calm_pace() -> None:
    words = sum(len(text.split()) for text in TEXTS)
    minutes = sum(ready_pack().samples(text) for text in TEXTS) / SAMPLE_RATE / 60
    assert 120 <= words / minutes <= 140


def test_an_independent_decoder_hears_the_same_clip(tmp_path: Path) -> None:
    clip = ready_pack().clip(TEXTS[0])
    file = tmp_path / "clip.mp3"
    file.write_bytes(bytes(clip.mp3()) + mp3.SILENCE * 4)
    heard, rate = soundfile.read(file)
    assert rate == SAMPLE_RATE
    pcm = clip.pcm()
    # A decoder without an Info tag keeps the encoder's delay; find where the clip lies.
    shifts = correlate(heard[: len(pcm) + 4000], pcm[:20_000], mode="valid", method="fft")
    start = int(shifts.argmax())
    assert np.corrcoef(heard[start : start + 20_000], pcm[:20_000])[0, 1] > 0.999


def test_lengths_are_known_without_touching_any_sound(voices: Voices) -> None:
    voice = voices.find()
    for text in TEXTS[:20]:
        assert voice.spoken_ms(text) == -(-voice.clip(text).samples // 48)


@pytest.mark.parametrize(("speed", "stretch"), [("slower", 1.18), ("faster", 0.87)])
def test_another_speed_keeps_length_promised_and_loudness(voices: Voices, speed: str, stretch: float) -> None:
    text = max(TEXTS, key=len)
    voice = voices.find(speed=speed)
    clip = voice.clip(text)
    promised = clip.samples
    assert voice.spoken_ms(text) == -(-promised // 48)
    assert promised == round(ready_pack().clip(text).samples * stretch)
    assert len(clip.pcm()) == promised
    assert len(clip.mp3()) == mp3.clip_frames(promised) * mp3.FRAME_BYTES
    assert loudness(clip.pcm()) == pytest.approx(-18, abs=0.5)
    assert len(clip.aac()) == aac.clip_packets(promised)
    assert clip.key != ready_pack().clip(text).key


def test_a_text_of_no_script_is_refused_with_what_to_do(voices: Voices) -> None:
    with pytest.raises(BadInput, match="has not spoken this text; choose the voice 'espeak'"):
        voices.find().clip("Nobody ever wrote this.")


def test_spacing_does_not_matter_to_the_pack() -> None:
    assert text_key("Let  go.\n") == text_key("Let go.")
    assert text_key("Let go.") != text_key("Let go!")


def test_a_torn_pack_says_how_to_make_it_again(tmp_path: Path) -> None:
    with pytest.raises(UnclenchError, match=f"is not here.*{REBUILD}"):
        Pack(tmp_path, NAME)
    for ending in ("json", "clips"):
        shutil.copy(FOLDER / f"{NAME}.{ending}", tmp_path)
    with (tmp_path / f"{NAME}.clips").open("ab") as stream:
        stream.write(b"more")
    with pytest.raises(UnclenchError, match=f"do not belong together.*{REBUILD}"):
        Pack(tmp_path, NAME)


def test_the_packs_index_names_the_voice_its_maker_and_settings() -> None:
    about = json.loads((FOLDER / f"{NAME}.json").read_text(encoding="utf-8"))
    assert about["engine"].startswith("festival ")
    assert "cmu_us_slt_arctic_hts" in about["engine"]
    assert "computer" in about["title"]
    notice = (FOLDER / "NOTICE").read_text(encoding="utf-8")
    assert "Carnegie Mellon University" in notice


@pytest.mark.skipif(shutil.which("festival") is None, reason="festival is not installed")
def test_the_same_texts_are_spoken_the_same_again() -> None:
    from unclench.voices.engines.festival import Festival

    text = min(TEXTS, key=len)
    first, again = (spoken([text], Festival())[0] for _ in range(2))
    assert np.array_equal(first, again)
    if Festival().version() == ready_pack().about["engine"]:
        # Another processor may round the last bit otherwise; what is heard must be the same.
        packed = ready_pack().clip(text).pcm()
        assert len(packed) == len(first)
        assert np.corrcoef(packed, first)[0, 1] > 0.98
