"""Spoken sessions, measured with tools that are not ours: the acceptance figures."""

import re
import subprocess
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
import soundfile
from scipy.signal import correlate

from tests.voices.conftest import as_file, recording
from unclench.kernel.errors import BadInput
from unclench.render.clip import SAMPLE_RATE, Samples
from unclench.render.files import save
from unclench.sessions.body import Body, Mode
from unclench.sessions.catalogue import load_script
from unclench.sessions.timeline import Ending
from unclench.voices.catalogue import Voices
from unclench.voices.engines.apart import engine
from unclench.voices.recorded import start_recorded
from unclench.voices.speech import samples_of
from unclench.voices.spoken import SpokenSession, speak
from unclench.voices.voice import Voice

LEGS = ("right-thigh", "right-calf", "right-foot", "left-thigh", "left-calf", "left-foot")
NO_LEGS = Body(modes=dict.fromkeys(LEGS, Mode.SKIP))


def measured(file: Path) -> tuple[float, float]:
    """Integrated loudness (dual mono) and true peak, by ffmpeg's ebur128."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostats", "-i", str(file)]
    command += ["-af", "ebur128=peak=true:dualmono=true:framelog=quiet", "-f", "null", "-"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    summary = told[told.rindex("Summary:") :]
    loudness = re.search(r"I:\s+(-?[\d.]+) LUFS", summary)
    peak = re.search(r"Peak:\s+(-?[\d.]+) dBFS", summary)
    assert loudness is not None
    assert peak is not None
    return float(loudness[1]), float(peak[1])


def written(session: SpokenSession, folder: Path, ambient: str | None = None) -> Path:
    file = folder / "session.mp3"
    save(session.mp3(ambient), file)
    return file


def full(voice: Voice, *, minutes: float = 12, body: Body | None = None) -> SpokenSession:
    return speak(load_script("full"), body or Body(), round(minutes * 60_000), voice)


@pytest.mark.parametrize(
    ("minutes", "body"),
    [
        (12, Body()),
        (12, NO_LEGS),
        (9.5, NO_LEGS),
        (10.25, Body()),
        (14, Body()),
        (17.333, Body()),
        (20, Body()),
    ],
)
def test_the_full_session_has_its_exact_length_and_loudness(
    voices: Voices, tmp_path: Path, minutes: float, body: Body
) -> None:
    file = written(full(voices.find(), minutes=minutes, body=body), tmp_path)
    assert soundfile.info(file).frames == round(minutes * 60_000) * 48
    loudness, peak = measured(file)
    assert loudness == pytest.approx(-18, abs=1)
    assert peak <= -1


def test_twelve_minutes_are_34_560_000_samples(voices: Voices, tmp_path: Path) -> None:
    file = written(full(voices.find()), tmp_path)
    with soundfile.SoundFile(file) as stream:
        heard = sum(len(block) for block in stream.blocks(1 << 20, dtype="float32"))
    assert heard == 34_560_000


def test_every_cue_is_heard_where_the_timeline_says(voices: Voices, tmp_path: Path) -> None:
    session = speak(load_script("four"), Body(), 300_000, voices.find())
    heard, rate = soundfile.read(written(session, tmp_path), dtype="float32")
    assert rate == SAMPLE_RATE
    for cue, clip in zip(session.timeline.cues[1:], session.clips[1:], strict=True):
        pcm = clip.pcm()
        start = cue.start_ms * 48
        around = heard[max(start - 2400, 0) : start + len(pcm) + 2400]
        lag = int(np.argmax(correlate(around, pcm, mode="valid", method="fft"))) - min(start, 2400)
        assert abs(lag) <= 12 * 48 + 48, cue.text


def test_every_shipped_session_is_spoken_by_the_ready_voice_at_every_speed(voices: Voices) -> None:
    for script in ("full", "seven", "four", "release-only", "breathing", "recall", "imagery"):
        for speed in ("usual", "slower", "faster"):
            loaded = load_script(script)
            session = speak(loaded, Body(), loaded.usual_ms, voices.find(speed=speed))
            assert session.timeline.duration_ms == loaded.usual_ms
            assert all(
                clip.samples <= (cue.end_ms - cue.start_ms) * 48 + 48
                for cue, clip in zip(session.timeline.cues, session.clips, strict=True)
            )


def test_a_session_that_drifts_to_sleep_keeps_its_length(voices: Voices, tmp_path: Path) -> None:
    session = speak(load_script("breathing"), Body(), 180_000, voices.find(), ending=Ending.SLEEP)
    assert soundfile.info(written(session, tmp_path)).frames == 180 * SAMPLE_RATE


def test_rain_under_the_voice_changes_neither_length_nor_peak(voices: Voices, tmp_path: Path) -> None:
    session = speak(load_script("breathing"), Body(), 180_000, voices.find())
    file = written(session, tmp_path, "rain")
    assert soundfile.info(file).frames == 180 * SAMPLE_RATE
    assert measured(file)[1] <= -1


def record(voices: Voices, name: str, texts: tuple[str, ...]) -> None:
    """'Recordings' of a person: an engine's raw voice in a room with some noise, each at another distance."""
    start_recorded(voices.place(name))
    voice = voices.recorded(name)
    for number, text in enumerate(texts):
        raw = samples_of(engine("espeak").say(text, 1.0)) * np.float32(0.3 + 0.1 * (number % 5))
        voice.save_take(text, as_file(recording(raw, room=0.0008)))


def longest_pause(file: Path, session: SpokenSession) -> Samples:
    """A second out of the middle of the longest pause, as an independent decoder hears it."""
    gaps = zip(session.timeline.cues, session.timeline.cues[1:], strict=False)
    before, after = max(gaps, key=lambda pair: pair[1].start_ms - pair[0].end_ms)
    middle = (before.end_ms + after.start_ms) * 24
    heard, _ = soundfile.read(file, dtype="float32", start=middle - 24_000, stop=middle + 24_000)
    return np.asarray(heard)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> tuple[SpokenSession, Path]:
    """The full session in the voice of a person who recorded just the cues that it speaks."""
    folder = tmp_path_factory.mktemp("recorded")
    voices = Voices(folder / "data")
    record(voices, "anna", tuple({cue.text for cue in full(voices.find(), body=NO_LEGS).timeline.cues}))
    session = full(voices.find("anna"), body=NO_LEGS)
    return session, written(session, folder)


def test_the_full_session_in_a_recorded_voice(recorded: tuple[SpokenSession, Path]) -> None:
    session, file = recorded
    assert soundfile.info(file).frames == 34_560_000
    loudness, peak = measured(file)
    assert loudness == pytest.approx(-18, abs=1)
    assert peak <= -1
    assert session.manifest()["voice"] == "anna"


def test_the_recorded_room_is_kept_under_the_pauses(
    voices: Voices, recorded: tuple[SpokenSession, Path], tmp_path: Path
) -> None:
    session, file = recorded
    assert -75 < 20 * np.log10(np.std(longest_pause(file, session))) < -40
    ready = speak(load_script("breathing"), Body(), 180_000, voices.find())
    assert float(np.abs(longest_pause(written(ready, tmp_path), ready)).max()) == 0


def test_missing_recordings_are_counted_and_named_and_nothing_is_made_up(voices: Voices) -> None:
    script = load_script("breathing")
    record(voices, "anna", script.texts()[:3])
    with pytest.raises(
        BadInput, match=r"'anna' has no recording of \d+ cues of this session: “.*and \d+ more; .*--fall-back"
    ):
        speak(script, Body(), 180_000, voices.find("anna"))
    helped = speak(script, Body(), 180_000, voices.find("anna", fall_back="calm"))
    assert len({clip.key for clip in helped.clips}) == len({cue.text for cue in helped.timeline.cues})


def test_a_script_of_ones_own_is_spoken_by_the_embedded_voice(voices: Voices) -> None:
    from dataclasses import replace

    script = load_script("breathing")
    assert voices.for_script(script).name == "calm"
    rhythm = script.rhythm
    assert rhythm is not None
    own = replace(
        script,
        rhythm=replace(
            rhythm, lead=(replace(rhythm.lead[0], breathe_in="Warm air comes."), *rhythm.lead[1:])
        ),
    )
    assert voices.for_script(own).name == "espeak"
    assert voices.for_script(own, "flite-slt" if "flite-slt" in voices.names() else "espeak").name != "calm"


def test_words_chapters_and_captions_come_from_the_same_timeline(voices: Voices) -> None:
    session = speak(load_script("breathing"), Body(), 180_000, voices.find())
    assert session.webvtt().startswith("WEBVTT")
    assert session.chapters().startswith("WEBVTT")
    first = session.timeline.cues[0].text
    assert first in session.plain()
    assert first in session.webvtt()


def test_the_same_fitting_has_the_same_bytes_and_another_voice_another_tag(voices: Voices) -> None:
    script = load_script("breathing")
    first, again = (speak(script, Body(), 180_000, voices.find()).mp3() for _ in range(2))
    assert first.etag == again.etag
    assert first.read(0, first.length) == again.read(0, again.length)
    slower = speak(script, Body(), 180_000, voices.find(speed="slower")).mp3()
    assert slower.etag != first.etag
