"""The tag in front: another program reads title, cover and chapters out of it."""

import io

import av
import numpy as np
import pytest
from PIL import Image

from unclench.kernel.errors import BadInput
from unclench.render.sound import mp3_session


def picture(kind: str) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(np.full((32, 32, 3), 200, dtype=np.uint8)).save(stream, kind)
    return stream.getvalue()


def test_title_and_chapters_are_read_by_ffmpeg(make_session) -> None:
    timeline, clips = make_session(30_000)
    file = mp3_session(timeline, clips)
    with av.open(io.BytesIO(file.read(0, file.length))) as container:
        assert container.metadata["title"] == "A calm test"
        assert container.metadata["artist"] == "Unclench"
        chapters = container.chapters()
    assert [chapter["metadata"]["title"] for chapter in chapters] == [c.title for c in timeline.chapters]
    assert [(chapter["start"], chapter["end"]) for chapter in chapters] == [
        (c.start_ms, c.end_ms) for c in timeline.chapters
    ]


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_cover_is_carried_as_it_is(make_session, kind: str) -> None:
    timeline, clips = make_session(10_000)
    cover = picture(kind)
    file = mp3_session(timeline, clips, cover=cover)
    with av.open(io.BytesIO(file.read(0, file.length))) as container:
        attached = list(container.streams.video)
        assert len(attached) == 1
        packet = next(container.demux(attached[0]))
        assert bytes(packet) == cover


def test_a_cover_that_is_no_picture_is_refused(make_session) -> None:
    timeline, clips = make_session(10_000)
    with pytest.raises(BadInput, match="neither PNG nor JPEG"):
        mp3_session(timeline, clips, cover=b"GIF89a")
