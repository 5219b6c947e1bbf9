"""Piper voices, by the real library and the real runtime, on a tiny model."""

import importlib.util
import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.voices.tiny_piper import write_voice
from unclench.kernel.errors import BadInput, UnclenchError
from unclench.render.loudness import loudness
from unclench.voices.adding import add_piper
from unclench.voices.catalogue import Voices
from unclench.voices.engines.piper import check_files, download

piper_here = pytest.mark.skipif(
    importlib.util.find_spec("piper") is None, reason="the extra piper is not installed"
)
WORDS = "Let the hand grow heavy."


@piper_here
def test_a_model_of_ones_own_is_added_and_speaks(voices: Voices, tmp_path: Path) -> None:
    add_piper(voices, "anna", write_voice(tmp_path / "any-name.onnx"))
    [listed] = [entry for entry in voices.list() if entry.name == "anna"]
    assert (listed.kind, listed.language) == ("piper", "en-GB")
    voice = voices.find("anna")
    clip = voice.clip(WORDS)
    assert clip.samples > 48_000
    assert loudness(clip.pcm()) == pytest.approx(-18, abs=0.5)
    assert voice.spoken_ms(WORDS) == -(-clip.samples // 48)


@piper_here
def test_speed_sets_pipers_own_length_scale(voices: Voices, tmp_path: Path) -> None:
    add_piper(voices, "anna", write_voice(tmp_path / "m.onnx"))
    usual, slower = (voices.find("anna", speed=speed).clip(WORDS).samples for speed in ("usual", "slower"))
    assert slower / usual == pytest.approx(11 / 10, abs=0.03)  # the tiny model counts whole turns of its tone


@piper_here
def test_two_models_never_share_a_clip(voices: Voices, tmp_path: Path) -> None:
    add_piper(voices, "anna", write_voice(tmp_path / "a.onnx"))
    add_piper(voices, "ben", write_voice(tmp_path / "b.onnx", sample_rate=16_000))
    anna, ben = (voices.find(name).clip(WORDS) for name in ("anna", "ben"))
    assert anna.key != ben.key
    assert ben.samples / anna.samples == pytest.approx(22_050 / 16_000, rel=0.03)


@piper_here
def test_a_file_that_is_no_model_is_refused_and_nothing_is_left(voices: Voices, tmp_path: Path) -> None:
    model = write_voice(tmp_path / "m.onnx")
    model.write_bytes(b"not a model")
    with pytest.raises(UnclenchError, match=r"Piper cannot load anna\.onnx"):
        add_piper(voices, "anna", model)
    assert "anna" not in voices.names()
    assert list((tmp_path / "data" / "voices").iterdir()) == []


@piper_here
def test_a_name_that_piper_does_not_know_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is not the name of a Piper voice; they look like en_GB-alba-medium"):
        download("anna", tmp_path)


@pytest.fixture
def shelf_of_voices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A server of voices on this machine, in the place of the one Piper asks."""
    folder = tmp_path / "published"
    folder.mkdir()
    serve = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}/{{lang_code}}-{{voice_name}}-{{voice_quality}}{{extension}}"
        monkeypatch.setattr("piper.download_voices.URL_FORMAT", address)
        yield folder
        server.shutdown()
        thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None: ...


@piper_here
def test_a_voice_is_fetched_by_its_name_with_pipers_own_download(
    voices: Voices, shelf_of_voices: Path
) -> None:
    write_voice(shelf_of_voices / "en_GB-tiny-low.onnx")
    add_piper(voices, "en_GB-tiny-low")
    assert voices.find("en_GB-tiny-low").clip(WORDS).samples > 48_000


@piper_here
def test_a_voice_that_nobody_publishes_leaves_nothing_behind(
    voices: Voices, shelf_of_voices: Path, tmp_path: Path
) -> None:
    with pytest.raises(
        UnclenchError, match=r"en_GB-gone-low cannot be fetched \(.*404.*or add a model you have"
    ):
        add_piper(voices, "en_GB-gone-low")
    assert list((tmp_path / "data" / "voices").iterdir()) == []


@piper_here
def test_without_a_network_a_name_says_so_in_one_line(
    voices: Voices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("piper.download_voices.URL_FORMAT", "http://127.0.0.1:9/{voice_name}{extension}")
    with pytest.raises(UnclenchError, match=r"cannot be fetched .*check the name and the network") as told:
        add_piper(voices, "en_GB-alba-medium")
    assert "\n" not in str(told.value)
    assert list((tmp_path / "data" / "voices").iterdir()) == []


def test_without_the_library_the_message_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(
        UnclenchError, match=r"Piper is not installed; install it with: pip install 'unclench\[piper\]'"
    ):
        download("en_GB-alba-medium", tmp_path)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"audio": {"sample_rate": "x"}}', "\u0000"])
def test_settings_that_are_not_pipers_are_refused(tmp_path: Path, content: str) -> None:
    model = write_voice(tmp_path / "m.onnx")
    Path(f"{model}.json").write_text(content)
    with pytest.raises(BadInput, match=r"is not a Piper voice's settings; take the \.onnx\.json"):
        check_files(model, Path(f"{model}.json"))


def test_missing_settings_are_named(tmp_path: Path) -> None:
    model = write_voice(tmp_path / "m.onnx")
    Path(f"{model}.json").unlink()
    with pytest.raises(BadInput, match=r"m\.onnx\.json: is not there"):
        check_files(model, Path(f"{model}.json"))


def test_the_language_of_a_model_is_read_from_its_settings(tmp_path: Path) -> None:
    model = write_voice(tmp_path / "m.onnx")
    config = Path(f"{model}.json")
    assert check_files(model, config) == "en-GB"
    settings = json.loads(config.read_text())
    del settings["language"]
    config.write_text(json.dumps(settings))
    assert check_files(model, config) == "en-gb-x-rp"


@pytest.mark.parametrize("name", ["calm", "espeak", "../up", "", "a" * 61, "new\nline"])
def test_a_name_that_cannot_be_used_is_refused(voices: Voices, name: str) -> None:
    with pytest.raises(BadInput):
        voices.place(name)
