"""A session's MP3 as independent decoders hear it, and as a file of which any stretch can be had."""

import io
import subprocess
from dataclasses import replace
from pathlib import Path

import imageio_ffmpeg
import miniaudio
import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from unclench.render import loudness
from unclench.render.clip import Samples, VirtualFile
from unclench.render.mp3 import FRAME_SAMPLES, SILENCE
from unclench.render.sound import mp3_session
from unclench.sessions.timeline import Ending, Timeline


def whole(file: VirtualFile) -> bytes:
    return file.read(0, file.length)


def heard(file: VirtualFile) -> Samples:
    pcm, rate = soundfile.read(io.BytesIO(whole(file)), dtype="float32")
    assert rate == 48_000
    return pcm


def onsets(timeline: Timeline) -> list[int]:
    """Where cues must start: on the frame nearest to the timeline's moment, in samples."""
    return [
        (cue.start_ms * 48 + FRAME_SAMPLES // 2) // FRAME_SAMPLES * FRAME_SAMPLES for cue in timeline.cues
    ]


def laid_out(timeline: Timeline, clips) -> Samples:
    """The same session as samples: what an ideal joiner would play."""
    pcm = np.zeros(timeline.duration_ms * 48 + 200_000, dtype=np.float32)
    for onset, clip in zip(onsets(timeline), clips, strict=True):
        pcm[onset : onset + clip.samples] += clip.pcm()
    return pcm[: timeline.duration_ms * 48]


@pytest.mark.parametrize("duration_ms", [10_000, 23_999, 24_001, 61_234, 90_000])
def test_three_decoders_hear_exactly_the_asked_length(make_session, tmp_path: Path, duration_ms: int) -> None:
    timeline, clips = make_session(duration_ms)
    content = whole(mp3_session(timeline, clips))
    assert soundfile.info(io.BytesIO(content)).frames == duration_ms * 48
    assert miniaudio.decode(content, nchannels=1, sample_rate=48_000).num_frames == duration_ms * 48
    path = tmp_path / "session.mp3"
    path.write_bytes(content)
    assert len(ffmpeg("-xerror", "-i", str(path), "-f", "s16le", "-").stdout) == duration_ms * 48 * 2


def ffmpeg(*arguments: str) -> "subprocess.CompletedProcess[bytes]":
    """Run ffmpeg; it must have nothing to complain of."""
    program = imageio_ffmpeg.get_ffmpeg_exe()
    done = subprocess.run([program, "-v", "warning", *arguments], capture_output=True, check=True)
    assert done.stderr == b""
    return done


def test_twelve_minutes_are_34_560_000_samples_at_the_promised_loudness(make_session, tmp_path: Path) -> None:
    timeline, clips = make_session(720_000)
    path = tmp_path / "session.mp3"
    path.write_bytes(whole(mp3_session(timeline, clips)))
    assert soundfile.info(path).frames == 34_560_000
    program = imageio_ffmpeg.get_ffmpeg_exe()
    measured = subprocess.run(
        [program, "-nostats", "-i", path, "-af", "ebur128=dualmono=true:peak=true", "-f", "null", "-"],
        capture_output=True,
        check=True,
        text=True,
    ).stderr
    summary = measured[measured.rindex("Summary:") :].split()
    assert float(summary[summary.index("I:") + 1]) == pytest.approx(-18, abs=1)
    assert float(summary[summary.index("Peak:") + 1]) <= -1


def test_every_cue_starts_exactly_on_the_frame_nearest_to_its_moment(make_session) -> None:
    timeline, clips = make_session(40_000, first_ms=1234, every_ms=6789)
    pcm = heard(mp3_session(timeline, clips))
    for cue, onset, clip in zip(timeline.cues, onsets(timeline), clips, strict=True):
        assert abs(onset - cue.start_ms * 48) <= FRAME_SAMPLES // 2
        around = pcm[onset - 3000 : onset + clip.samples + 3000]
        size = 1 << 18
        match = np.fft.irfft(np.fft.rfft(around, size) * np.conj(np.fft.rfft(clip.pcm(), size)))
        assert int(np.argmax(match)) == 3000


def test_pauses_are_exactly_silent(make_session) -> None:
    timeline, clips = make_session(40_000, first_ms=1234, every_ms=6789)
    pcm = heard(mp3_session(timeline, clips))
    silent = np.ones(len(pcm), dtype=bool)
    for onset, clip in zip(onsets(timeline), clips, strict=True):
        silent[onset - FRAME_SAMPLES : onset + clip.samples + 2 * FRAME_SAMPLES] = False
    assert silent.mean() > 0.5
    assert not pcm[silent].any()


def test_no_joint_clicks(make_session) -> None:
    timeline, clips = make_session(40_000, every_ms=6789)
    timeline = replace(timeline, ending=Ending.RETURN)
    wrong = heard(mp3_session(timeline, clips)) - laid_out(timeline, clips)
    jumps = np.abs(np.diff(wrong))
    inside, at_joints = [], []
    for onset, clip in list(zip(onsets(timeline), clips, strict=True))[1:]:
        end = onset + clip.samples
        inside.append(jumps[onset + 4000 : end - 4000].max())
        at_joints += [jumps[onset - 3000 : onset + 1000].max(), jumps[end - 1000 : end + 3000].max()]
    assert max(at_joints) <= min(inside)


def test_a_cue_at_the_very_start_is_whole(make_session) -> None:
    timeline, clips = make_session(10_000)
    assert timeline.cues[0].start_ms == 0
    pcm = heard(mp3_session(timeline, clips))[: clips[0].samples]
    assert np.corrcoef(pcm, clips[0].pcm())[0, 1] > 0.95


def test_a_cue_that_fills_the_session_to_its_end_is_joined_too(make_session) -> None:
    timeline, clips = make_session(10_000, first_ms=6_000)
    last = timeline.cues[-1]
    tight = replace(timeline, duration_ms=last.end_ms, chapters=())
    assert len(heard(mp3_session(tight, clips))) == last.end_ms * 48


def test_cues_that_follow_each_other_at_once_are_joined_without_a_pause(make_session) -> None:
    timeline, clips = make_session(20_000, every_ms=7000)
    first, second = timeline.cues[:2]
    moved = replace(second, start_ms=first.end_ms, end_ms=first.end_ms + second.end_ms - second.start_ms)
    close = replace(timeline, cues=(first, moved))
    jumps = np.abs(np.diff(heard(mp3_session(close, clips[:2]))))
    joint = onsets(close)[1]
    assert jumps[joint - 1500 : joint + 1500].max() <= jumps[joint + 3000 : joint + 30_000].max()


def test_clips_that_belong_to_another_timeline_are_refused(make_session) -> None:
    timeline, clips = make_session(20_000)
    with pytest.raises(ValueError, match="clips for"):
        mp3_session(timeline, clips[:-1])
    crowded = replace(
        timeline, cues=tuple(replace(cue, start_ms=cue.start_ms // 20) for cue in timeline.cues)
    )
    with pytest.raises(ValueError, match="spoken over"):
        mp3_session(crowded, clips)


def test_300_stretches_are_slices_of_the_whole(make_session) -> None:
    file = mp3_session(*make_session(400_000, ending=Ending.SLEEP))
    content = whole(file)
    assert len(content) == file.length
    dice = np.random.default_rng(5)
    for _ in range(300):
        start = int(dice.integers(file.length + 1))
        stop = min(start + int(dice.choice([0, 1, 191, 192, 193, 4096, 65_536, 900_000])), file.length)
        assert file.read(start, stop) == content[start:stop]
    with pytest.raises(ValueError, match="no bytes"):
        file.read(0, file.length + 1)


@pytest.fixture(scope="module")
def one_cue_and_three_minutes_of_silence(make_session) -> VirtualFile:
    return mp3_session(*make_session(200_000, every_ms=300_000))


@settings(max_examples=30, deadline=None)
@given(from_end=st.integers(0, 7000 * 192), length=st.integers(0, 700_000))
def test_a_long_pause_reads_the_same_from_anywhere(
    one_cue_and_three_minutes_of_silence: VirtualFile, from_end: int, length: int
) -> None:
    file, silence = one_cue_and_three_minutes_of_silence, SILENCE * 7000
    first = file.length - from_end
    last = min(first + length, file.length)
    assert file.read(first, last) == silence[len(silence) - from_end :][: last - first]


def test_only_the_clips_that_a_read_touches_are_asked_for(make_session) -> None:
    timeline, clips = make_session(120_000)
    clips = [replace(clip, asked=[]) for clip in clips[:3]] + [Untouchable(clip) for clip in clips[3:]]
    file = mp3_session(timeline, clips)
    assert file.length > 0
    assert all(clip.asked == [] for clip in clips[:3])
    file.read(0, 65_536)
    assert clips[0].asked == ["mp3"]
    assert clips[2].asked == []


class Untouchable:
    """A clip that is not made yet."""

    def __init__(self, clip) -> None:
        self.key, self.samples = clip.key, clip.samples

    def mp3(self) -> bytes:
        raise AssertionError("asked for a clip that the read does not touch")


def test_the_etag_changes_when_and_only_when_the_bytes_do(make_session) -> None:
    timeline, clips = make_session(60_000)
    usual = mp3_session(timeline, clips)
    assert mp3_session(timeline, list(clips)).etag == usual.etag
    later = replace(timeline.cues[1], start_ms=timeline.cues[1].start_ms + 48)
    cues = (timeline.cues[0], later, *timeline.cues[2:])
    others = [
        mp3_session(replace(timeline, cues=cues), clips),
        mp3_session(replace(timeline, title="Another"), clips),
        mp3_session(replace(timeline, ending=Ending.SLEEP), clips),
        mp3_session(timeline, [clips[1], *clips[1:2], *clips[2:]]),
        mp3_session(timeline, clips, ambient="rain"),
        mp3_session(timeline, clips, ambient="surf"),
    ]
    assert len({usual.etag, *(other.etag for other in others)}) == 1 + len(others)


def test_the_first_cue_opens_6_db_softer_and_comes_back_in_steps_nobody_hears(make_session) -> None:
    timeline, clips = make_session(10_000)
    pcm, clip = heard(mp3_session(timeline, clips)), clips[0]
    fifth = clip.samples // 5
    levels = [
        20 * np.log10(np.std(pcm[at : at + fifth]) / np.std(clip.pcm()[at : at + fifth]))
        for at in range(0, clip.samples - fifth + 1, fifth)
    ]
    assert levels[0] == pytest.approx(-6, abs=0.5)
    assert levels[-1] == pytest.approx(0, abs=1.0)
    assert levels == sorted(levels)


def test_a_session_that_ends_in_sleep_grows_softer_over_its_last_part_only(make_session) -> None:
    timeline, clips = make_session(200_000, ending=Ending.SLEEP)
    pcm = heard(mp3_session(timeline, clips))
    fades = []
    for onset, clip in list(zip(onsets(timeline), clips, strict=True))[1:]:
        fades.append(20 * np.log10(np.std(pcm[onset : onset + clip.samples]) / np.std(clip.pcm())))
    before = [fade for fade, cue in zip(fades, timeline.cues[1:], strict=True) if cue.start_ms < 150_000]
    after = fades[len(before) :]
    assert before == pytest.approx([0] * len(before), abs=0.3)
    assert after == sorted(after, reverse=True)
    assert -12.5 < after[-1] < -9


def test_every_cue_but_the_first_is_within_half_a_loudness_unit(make_session) -> None:
    timeline, clips = make_session(60_000)
    pcm = heard(mp3_session(timeline, clips))
    for onset, clip in list(zip(onsets(timeline), clips, strict=True))[1:]:
        cue = pcm[onset : onset + clip.samples]
        assert loudness.loudness(cue) == pytest.approx(-18, abs=0.5)
        assert loudness.true_peak(cue) <= -1
