"""The MP4 file itself: tables, ranges, captions, sound in step."""

import subprocess
from io import BytesIO
from pathlib import Path

import av
import imageio_ffmpeg
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unclench.render.clip import VirtualFile
from unclench.render.mp4 import PiecedFile
from unclench.render.mp4_boxes import box, full
from unclench.render.picture import mp4_session
from unclench.sessions.body import Mode, Posture
from unclench.sessions.timeline import Chapter, Cue, Ending, Phase, PhaseKind, TimedGroup, Timeline

DURATION = 33_333


@pytest.fixture(scope="module")
def session(make_session) -> tuple[Timeline, list, VirtualFile]:
    spoken, clips = make_session(DURATION, every_ms=7000, first_ms=1000)
    groups = (TimedGroup("right-hand", "Right hand and forearm", Mode.TENSE, ("right-hand",)),)
    kinds = (PhaseKind.SETTLE, PhaseKind.TENSE, PhaseKind.RELEASE, PhaseKind.REST)
    cuts = (0, 4001, 10_007, 22_222, DURATION)
    made = tuple(
        Phase("right-hand", kind, start, end) for kind, start, end in zip(kinds, cuts, cuts[1:], strict=False)
    )
    cues = tuple(
        Cue(f"Cue {number}, “softly” – é", cue.start_ms, cue.end_ms, "right-hand")
        for number, cue in enumerate(spoken.cues)
    )
    chapters = (Chapter("Beginning", 0, 10_007), Chapter("Loslassen – ruhig", 10_007, DURATION))
    timeline = Timeline(
        "test",
        "Ruhe & rest",
        "1",
        "en-GB",
        Posture.CHAIR,
        Ending.RETURN,
        DURATION,
        groups,
        made,
        cues,
        chapters,
    )
    return timeline, clips, mp4_session(timeline, clips)


def whole(session) -> bytes:
    return session[2].read(0, session[2].length)


def test_both_tracks_last_exactly_as_long_as_the_timeline(session) -> None:
    with av.open(BytesIO(whole(session))) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert container.duration == DURATION * 1000
        assert float(video.duration * video.time_base) == DURATION / 1000
        heard = sum(frame.samples for frame in container.decode(audio))
        assert 0 <= heard - DURATION * 48 < 1024


def test_ffmpeg_decodes_it_without_a_word(session, tmp_path: Path) -> None:
    path = tmp_path / "session.mp4"
    path.write_bytes(whole(session))
    command = [
        imageio_ffmpeg.get_ffmpeg_exe(),
        "-v",
        "warning",
        "-xerror",
        "-i",
        path,
        "-map",
        "0:v",
        "-map",
        "0:a",
    ]
    done = subprocess.run([*command, "-f", "null", "-"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_captions_are_inside_at_the_times_of_the_cues(session, tmp_path: Path) -> None:
    path = tmp_path / "session.mp4"
    path.write_bytes(whole(session))
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", path, "-map", "0:s", "-f", "webvtt", "-"]
    written = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    for cue in session[0].cues:
        seconds, rest = divmod(cue.start_ms, 1000)
        assert f"00:{seconds:02}.{rest:03} --> " in written
        assert cue.text in written


def test_title_and_chapters_are_inside(session) -> None:
    with av.open(BytesIO(whole(session))) as container:
        assert container.metadata["title"] == "Ruhe & rest"
        chapters = container.chapters()
    assert [chapter["metadata"]["title"] for chapter in chapters] == ["Beginning", "Loslassen – ruhig"]
    assert [round(float(chapter["start"] * chapter["time_base"]) * 1000) for chapter in chapters] == [
        0,
        10_007,
    ]


def test_each_cue_is_heard_at_its_time(session) -> None:
    timeline, clips, _ = session
    with av.open(BytesIO(whole(session))) as container:
        heard = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])
    for cue, clip in list(zip(timeline.cues, clips, strict=True))[1:]:
        pcm = clip.pcm()
        start = cue.start_ms * 48
        lags = range(-1024, 1025, 32)
        match = [float(np.dot(heard[start + lag : start + lag + len(pcm)], pcm)) for lag in lags]
        assert abs(lags[int(np.argmax(match))]) <= 512 + 32


def test_it_plays_while_it_loads(session) -> None:
    data = whole(session)
    assert data.index(b"moov") < data.index(b"mdat") < 20_000


def test_the_bytes_are_as_many_as_promised_and_the_same_each_time(session) -> None:
    timeline, clips, file = session
    again = mp4_session(timeline, clips)
    assert len(whole(session)) == file.length
    assert (again.length, again.etag) == (file.length, file.etag)
    assert again.read(0, again.length) == whole(session)
    assert file.content_type == "video/mp4"


def test_another_session_has_another_tag(session) -> None:
    timeline, clips, file = session
    values = {name: getattr(timeline, name) for name in timeline.__slots__}
    other = Timeline(**{**values, "posture": Posture.LYING})
    assert mp4_session(other, clips).etag != file.etag


@settings(deadline=None)
@given(st.data())
def test_any_range_is_a_slice_of_the_whole(session, data: st.DataObject) -> None:
    file = session[2]
    start = data.draw(st.integers(0, file.length))
    stop = data.draw(st.integers(start, file.length))
    assert file.read(start, stop) == whole(session)[start:stop]


def test_a_range_outside_the_file_is_refused(session) -> None:
    file = session[2]
    for start, stop in ((-1, 5), (5, 4), (0, file.length + 1)):
        with pytest.raises(ValueError, match="no bytes"):
            file.read(start, stop)


def test_a_read_asks_only_the_pieces_it_touches() -> None:
    asked: list[str] = []

    def give(name: str, data: bytes):
        def bytes_of() -> bytes:
            asked.append(name)
            return data

        return bytes_of

    file = PiecedFile([(3, give("a", b"abc")), (0, give("none", b"")), (2, give("b", b"de"))], "tag")
    assert file.read(3, 5) == b"de"
    assert asked == ["b"]
    assert file.read(2, 4) == b"cd"
    assert file.read(5, 5) == b""


def test_a_box_says_how_long_it_is_and_what_it_is() -> None:
    assert box("free", b"ab", b"c") == b"\x00\x00\x00\x0bfreeabc"
    assert full("test", 1, 2) == b"\x00\x00\x00\x0ctest\x01\x00\x00\x02"
