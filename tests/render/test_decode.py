"""Reading what people record: every usual format, and one clear line for what cannot be used."""

import subprocess
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
import soundfile

from unclench.kernel.errors import BadInput
from unclench.render.decode import read_sound

FORMATS = {
    "wav": [],
    "flac": [],
    "mp3": ["-b:a", "96k"],
    "opus": ["-c:a", "libopus"],
    "m4a": ["-c:a", "aac"],
    "webm": ["-c:a", "libopus"],
    "ogg": ["-c:a", "libvorbis"],
}


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One second and a half of a 440 Hz tone in every format, stereo at 44.1 kHz."""
    folder = tmp_path_factory.mktemp("recordings")
    tone = 0.3 * np.sin(2 * np.pi * 440 * np.arange(66_150) / 44_100)
    soundfile.write(folder / "source.wav", np.stack((tone, tone), axis=1), 44_100)
    paths = {}
    for suffix, coding in FORMATS.items():
        paths[suffix] = folder / f"cue.{suffix}"
        program = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", folder / "source.wav"]
        subprocess.run([*program, *coding, paths[suffix]], check=True)
    return paths


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_recording_becomes_48_khz_mono_at_its_own_level(recordings: dict[str, Path], suffix: str) -> None:
    pcm = read_sound(recordings[suffix], where=f"cue.{suffix}")
    assert pcm.dtype == np.float32
    assert 72_000 - 100 <= len(pcm) <= 72_000 + 2100
    middle = pcm[20_000:50_000]
    assert np.std(middle) * np.sqrt(2) == pytest.approx(0.3, rel=0.06)  # LAME takes 5 %
    crossings = np.sum((middle[:-1] < 0) & (middle[1:] >= 0))
    assert crossings == pytest.approx(440 * 30_000 / 48_000, abs=2)
    assert np.array_equal(read_sound(recordings[suffix].read_bytes(), where="upload"), pcm)


@pytest.mark.parametrize("suffix", ["wav", "flac", "mp3", "m4a"])
def test_a_recording_cut_short_is_damaged(recordings: dict[str, Path], suffix: str) -> None:
    content = recordings[suffix].read_bytes()
    with pytest.raises(BadInput, match=r"cue: is damaged"):
        read_sound(content[: len(content) // 2], where="cue")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty; give a WAV, FLAC, MP3, Opus or M4A file"),
        (b"Dear nurse, here is my recording.\n" * 50, "is damaged, or is not a sound file"),
        (np.random.default_rng(1).bytes(30_000), "is damaged, or is not a sound file"),
        (b"#EXTM3U\n#EXTINF:9,\n/etc/hostname\n#EXT-X-ENDLIST\n", "is damaged, or is not a sound file"),
    ],
)
def test_what_is_no_sound_is_refused_in_one_line(
    content: bytes, what: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(BadInput) as refusal:
        read_sound(content, where="right-hand.wav")
    assert str(refusal.value).startswith(f"right-hand.wav: {what}")
    assert "\n" not in str(refusal.value)
    assert capfd.readouterr().err == ""


def test_noise_in_the_middle_of_a_file_says_nothing_on_stderr(
    recordings: dict[str, Path], capfd: pytest.CaptureFixture[str]
) -> None:
    content = bytearray(recordings["mp3"].read_bytes())
    content[6000:9000] = np.random.default_rng(2).bytes(3000)
    with pytest.raises(BadInput, match="is damaged"):
        read_sound(bytes(content), where="cue.mp3")
    assert capfd.readouterr().err == ""


def test_a_clip_of_more_than_a_minute_is_refused(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "long.wav", np.zeros(8000 * 61), 8000)
    with pytest.raises(BadInput, match="lasts longer than 60 seconds; record one clip for each cue"):
        read_sound(tmp_path / "long.wav", where="long.wav")


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "huge.wav").open("wb") as stream:
        stream.truncate(50_000_001)
    with pytest.raises(BadInput, match="is larger than 50 MB"):
        read_sound(tmp_path / "huge.wav", where="huge.wav")


@pytest.mark.parametrize("name", ["missing.wav", "."])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match=r"^cue 3: cannot be read \("):
        read_sound(tmp_path / name, where="cue 3")


def test_a_sound_file_without_samples_holds_no_sound(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "none.wav", np.zeros(0), 48_000)
    with pytest.raises(BadInput, match=r"holds no sound|is damaged"):
        read_sound(tmp_path / "none.wav", where="none.wav")
