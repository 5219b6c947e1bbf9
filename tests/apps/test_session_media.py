"""Sessions as sound and words, through a real server, from nothing but an address."""

import http.client
import io
import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import numpy as np
import pytest
import soundfile

from unclench.apps.library.media import Media
from unclench.foundation.asgi import Application

# No test here has the database: the media part must never ask for it.


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes


Ask = Callable[..., Answer]


@pytest.fixture
def ask(tmp_path: Path, serve_app: Callable[[Application], int]) -> Ask:
    port = serve_app(Media(tmp_path))

    def get(address: str, method: str = "GET", **headers: str) -> Answer:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            connection.request(method, address, headers=headers)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())

    return get


def test_the_usual_session_is_twelve_minutes_of_sound_to_the_sample(ask: Ask) -> None:
    answer = ask("/media/sessions/full.mp3")
    sound = answer.body
    assert (answer.status, answer.headers["Content-Type"]) == (200, "audio/mpeg")
    assert soundfile.info(io.BytesIO(sound)).frames == 34_560_000


def test_any_stretch_of_a_fitting_is_the_same_bytes_as_of_the_whole(ask: Ask) -> None:
    address = "/media/sessions/four.mp3?minutes=4.5&legs=skip"
    whole = ask(address).body
    for first, last in [(0, 99), (64_000, 130_000), (len(whole) - 5, len(whole) - 1)]:
        part = ask(address, Range=f"bytes={first}-{last}")
        assert part.status == 206
        assert part.body == whole[first : last + 1]


def test_two_fittings_have_two_tags_and_one_fitting_has_one(ask: Ask) -> None:
    def tag(query: str) -> str:
        return ask(f"/media/sessions/four.mp3?{query}", "HEAD").headers["ETag"]

    assert tag("legs=skip&minutes=4.5") == tag("minutes=4.50&legs=skip&speed=usual")
    assert tag("legs=skip&minutes=4.5") != tag("minutes=4.5")


def test_the_words_and_the_manifest_tell_of_the_same_session(ask: Ask) -> None:
    query = "minutes=4.5&legs=skip"
    manifest = json.loads(ask(f"/media/sessions/four.json?{query}").body)
    assert manifest["duration_ms"] == 270_000
    assert {group["id"]: group["mode"] for group in manifest["groups"]}["legs"] == "skip"
    captions = ask(f"/media/sessions/four.vtt?{query}")
    assert captions.headers["Content-Type"] == "text/vtt; charset=utf-8"
    assert captions.body.startswith(b"WEBVTT")
    assert ask(f"/media/sessions/four.chapters.vtt?{query}").body.startswith(b"WEBVTT")
    words = ask(f"/media/sessions/four.txt?{query}").body.decode()
    assert manifest["cues"][0]["text"] in " ".join(words.split())


def test_a_download_has_a_name_a_person_can_read(ask: Ask) -> None:
    answer = ask("/media/sessions/full.mp3?minutes=12.5&download=1", "HEAD")
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="Unclench - Full relaxation - 12.5 min.mp3"'
    )


@pytest.mark.parametrize(
    ("address", "status", "word"),
    [
        ("/media/sessions/no-such.mp3", 404, ""),
        ("/media/sessions/full.exe", 404, ""),
        ("/media/sessions/../full.mp3", 404, ""),
        ("/media/", 404, ""),
        ("/media/sessions/full.mp3?minutes=1", 400, "choose a length from"),
        ("/media/sessions/full.mp3?minutes=x", 400, "minutes"),
        ("/media/sessions/full.mp3?elbow=skip", 400, "elbow"),
        ("/media/sessions/full.mp3?voice=nobody", 400, "nobody"),
        ("/media/sessions/full.mp3?minutes=5&minutes=6", 400, "minutes"),
        ("/media/sessions/full.mp3?" + "&".join(f"a{n}=1" for n in range(500)), 400, "address"),
        ("/media/sessions/full.mp3?minutes=%ff", 400, "address"),
        ("/media/ambient/music.mp3", 400, "music"),
        ("/media/ambient/rain.wav", 404, ""),
    ],
)
def test_a_bad_address_gets_one_plain_line(ask: Ask, address: str, status: int, word: str) -> None:
    answer = ask(address)
    text = answer.body.decode()
    assert answer.status == status
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert text.count("\n") == 1
    assert word in text


def test_the_sound_of_rain_goes_round_without_a_seam(ask: Ask) -> None:
    answer = ask("/media/ambient/rain.mp3")
    pcm, rate = soundfile.read(io.BytesIO(answer.body))
    assert len(pcm) == 60 * rate
    steps = np.abs(np.diff(np.concatenate((pcm[-rate:], pcm[:rate]))))
    assert steps[rate - 1] < np.quantile(steps, 0.999)
    assert "public" in answer.headers["Cache-Control"]


def test_a_session_can_be_had_over_rain_and_at_another_speed(ask: Ask) -> None:
    usual = ask("/media/sessions/breathing.mp3", Range="bytes=40000-60000").body
    for query in ("ambient=rain", "speed=slower"):
        answer = ask(f"/media/sessions/breathing.mp3?{query}", Range="bytes=40000-60000")
        assert answer.status == 206
        assert answer.body != usual


def test_getting_ready_makes_nothing_wait_and_happens_once(tmp_path: Path) -> None:
    media = Media(tmp_path)
    media.get_ready()
    media.get_ready()
