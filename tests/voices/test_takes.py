"""What a recording must be, and what is made of it."""

import subprocess
from contextlib import suppress
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest

from tests.voices.conftest import as_file, murmur, noise, recording
from unclench.kernel.errors import BadInput
from unclench.render.clip import SAMPLE_RATE
from unclench.render.loudness import loudness, true_peak
from unclench.voices.take import make_take


@pytest.mark.parametrize(
    ("kind", "subtype"), [("WAV", "PCM_16"), ("WAV", "FLOAT"), ("FLAC", None), ("MP3", None), ("OGG", "OPUS")]
)
def test_a_good_recording_of_any_kind_is_trimmed_and_levelled(kind: str, subtype: str | None) -> None:
    take = make_take(as_file(recording(murmur(1.5)), kind, subtype), where="clip")
    assert len(take.pcm) / SAMPLE_RATE == pytest.approx(1.68, abs=0.15)
    assert loudness(take.pcm) == pytest.approx(-18, abs=0.2)
    assert true_peak(take.pcm) <= -1.9
    assert take.notes == ()


def test_a_recording_at_another_rate_in_two_channels_is_taken_too() -> None:
    stereo = np.stack([recording(murmur(1.5))[::3]] * 2, axis=1)
    take = make_take(as_file(stereo, rate=16_000), where="clip")
    assert len(take.pcm) / SAMPLE_RATE == pytest.approx(1.68, abs=0.15)


@pytest.mark.parametrize(
    "kind",
    [
        ("ipod", "aac", "m4a"),
        ("webm", "libopus", "webm"),
        ("adts", "aac", "aac"),
        ("opus", "libopus", "opus"),
    ],
)
def test_what_telephones_and_browsers_record_is_taken(kind: tuple[str, str, str], tmp_path: Path) -> None:
    form, codec, ending = kind
    file = tmp_path / f"take.{ending}"
    command = [
        imageio_ffmpeg.get_ffmpeg_exe(),
        "-v",
        "error",
        "-i",
        "-",
        "-c:a",
        codec,
        "-f",
        form,
        str(file),
    ]
    subprocess.run(command, input=as_file(recording(murmur(1.5))), check=True)
    take = make_take(file.read_bytes(), where="clip")
    assert len(take.pcm) / SAMPLE_RATE == pytest.approx(1.68, abs=0.15)
    assert loudness(take.pcm) == pytest.approx(-18, abs=0.2)


def test_quiet_and_loud_recordings_come_out_alike() -> None:
    soft, loud = (
        make_take(as_file(recording(murmur(level=level), room=level / 400)), where="clip")
        for level in (0.01, 0.5)
    )
    assert loudness(soft.pcm) == pytest.approx(loudness(loud.pcm), abs=0.2)


def test_a_clipped_recording_is_refused_with_what_to_do() -> None:
    clipped = np.clip(recording(murmur(level=2.0)), -1, 1)
    with pytest.raises(BadInput, match=r"clip\.wav: is clipped: too loud in \d+ places; record it again"):
        make_take(as_file(clipped), where="clip.wav")


def test_a_loud_recording_that_just_reaches_full_scale_is_not_called_clipped() -> None:
    whole = recording(murmur())
    make_take(as_file(whole * (0.999 / np.abs(whole).max())), where="clip.wav")


def test_a_noisy_recording_is_refused_and_a_slightly_noisy_one_noted() -> None:
    with pytest.raises(
        BadInput, match=r"is too noisy \(the voice is only \d+ dB above the room; 15 are needed\)"
    ):
        make_take(as_file(recording(murmur(), room=0.05)), where="clip")
    [note] = make_take(as_file(recording(murmur(), room=0.01)), where="clip").notes
    assert "noise" in note


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"RIFF but nothing else", "is damaged, or is not a sound file"),
        (as_file(np.zeros(SAMPLE_RATE, dtype=np.float32)), "is silent"),
        (as_file(recording(murmur(0.1))), "holds hardly any speech"),
        (as_file(murmur(0.01)), "holds hardly any speech"),
    ],
)
def test_what_holds_no_cue_is_refused(content: bytes, told: str) -> None:
    with pytest.raises(BadInput, match=f"take-7: {told}"):
        make_take(content, where="take-7")


def test_a_recording_cut_off_in_the_middle_of_its_bytes_does_no_harm() -> None:
    whole = as_file(recording(murmur()), "FLAC")
    for share in (0.02, 0.3, 0.6, 0.95):
        with suppress(BadInput):
            take = make_take(whole[: int(len(whole) * share)], where="clip")
            assert np.isfinite(take.pcm).all()
            assert loudness(take.pcm) == pytest.approx(-18, abs=0.5)


def test_rumble_and_offset_are_taken_out() -> None:
    whole = recording(murmur())
    t = np.arange(len(whole)) / SAMPLE_RATE
    take = make_take(
        as_file(whole + 0.05 + 0.1 * np.sin(2 * np.pi * 20 * t).astype(np.float32)), where="clip"
    )
    power = np.abs(np.fft.rfft(take.pcm)) ** 2
    assert power[: int(40 * len(take.pcm) / SAMPLE_RATE)].sum() < 0.01 * power.sum()


def test_the_room_beside_the_voice_is_kept_as_loud_as_behind_it() -> None:
    take = make_take(as_file(recording(murmur(), room=0.002)), where="clip")
    gain = np.abs(take.pcm).max() / np.abs(murmur()).max()
    assert len(take.quiet) > 0.3 * SAMPLE_RATE
    assert np.std(take.quiet) == pytest.approx(0.002 * gain, rel=0.2)


def test_a_tightly_cut_recording_has_no_room_to_give() -> None:
    take = make_take(as_file(recording(murmur(), before=0.03, after=0.05)), where="clip")
    assert len(take.quiet) == 0
    assert len(take.pcm) > SAMPLE_RATE


def test_noise_alone_is_no_recording() -> None:
    with pytest.raises(BadInput, match=r"too noisy|hardly any speech"):
        make_take(as_file(noise(2.0, 0.05)), where="clip")
