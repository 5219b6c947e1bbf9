"""Recording a voice through the web: nurses and editors may, all else is told why not."""

import io
from pathlib import Path

import numpy as np
import pytest
import soundfile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from unclench.apps.library import recordings
from unclench.apps.people.models import Account
from unclench.foundation.audit.models import Entry
from unclench.sessions.catalogue import load_script
from unclench.voices.catalogue import Voices
from unclench.voices.slug import cue_slug

pytestmark = pytest.mark.django_db
CUE = load_script("breathing").texts()[0]
TAKE = f"/recording/voices/nora/takes/{cue_slug(CUE)}/"


def spoken(seconds: float = 1.5, loudness: float = 0.3, noise: float = 0.0005) -> bytes:
    """A WAV file with something like a voice between two stretches of quiet."""
    rng = np.random.default_rng(1)
    time = np.arange(int(48_000 * seconds)) / 48_000
    voice = sum(np.sin(2 * np.pi * 140 * n * time) / n for n in range(1, 9))
    voice *= loudness * (0.6 + 0.4 * np.sin(2 * np.pi * 3 * time)) / np.abs(voice).max()
    quiet = np.zeros(24_000)
    pcm = np.concatenate((quiet, voice, quiet)) + rng.normal(0, noise, len(voice) + 48_000)
    file = io.BytesIO()
    soundfile.write(file, np.clip(pcm, -1, 1), 48_000, format="WAV", subtype="PCM_16")
    return file.getvalue()


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The site's voices in a folder of the test's own."""
    voices = Voices(tmp_path)
    monkeypatch.setattr(recordings, "site_voices", lambda: voices)
    monkeypatch.setattr("unclench.apps.library.actions.site_voices", lambda: voices)
    return tmp_path


@pytest.fixture
def signed_in(client: Client, nurse: Account, site: Path) -> Client:
    """A nurse who has begun a voice of her own."""
    client.force_login(nurse)
    assert client.post("/recording/voices/", {"name": "nora", "title": "Nora"}).status_code == 201
    return client


def state(client: Client) -> dict[str, object]:
    return client.get("/recording/voices/nora/breathing/").json()["cues"][0]


def test_a_new_voice_is_listed_and_lacks_every_cue(signed_in: Client) -> None:
    assert signed_in.get("/recording/voices/").json() == {
        "voices": [{"name": "nora", "title": "Nora", "language": "en-GB", "cues": 0}]
    }
    cues = signed_in.get("/recording/voices/nora/breathing/").json()
    assert [cue["text"] for cue in cues["cues"]] == list(load_script("breathing").texts())
    assert cues["missing"] == len(cues["cues"])


def test_a_take_is_kept_heard_and_given_up(signed_in: Client) -> None:
    answer = signed_in.post(TAKE, spoken(), content_type="audio/wav")
    assert (answer.status_code, answer.json()["notes"]) == (201, [])
    assert state(signed_in) == {"slug": cue_slug(CUE), "text": CUE, "recorded": True, "notes": []}
    heard = signed_in.get(TAKE)
    assert heard.headers["Content-Type"] == "audio/flac"
    pcm, rate = soundfile.read(io.BytesIO(heard.content))
    assert rate == 48_000
    assert 1.4 < len(pcm) / rate < 2.0
    assert signed_in.delete(TAKE).status_code == 204
    assert state(signed_in)["recorded"] is False
    assert signed_in.get(TAKE).status_code == 404


def test_a_plain_form_can_hand_in_a_file_too(signed_in: Client) -> None:
    file = SimpleUploadedFile("cue.wav", spoken(), content_type="audio/wav")
    assert signed_in.post(TAKE, {"take": file}).status_code == 201


def test_every_change_is_told_in_the_audit_trail(signed_in: Client, nurse: Account) -> None:
    signed_in.post(TAKE, spoken(), content_type="audio/wav")
    signed_in.post(TAKE, spoken(1.2), content_type="audio/wav")
    signed_in.delete(TAKE)
    signed_in.delete(TAKE)
    told = Entry.objects.filter(subject__startswith="voice:nora").order_by("id")
    assert [entry.action for entry in told] == [
        "voice.started",
        "take.saved",
        "take.replaced",
        "take.removed",
    ]
    assert {entry.actor for entry in told} == {f"account:{nurse.pk}"}
    assert told[1].subject == f"voice:nora/{cue_slug(CUE)}"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", ""),
        (b"not sound at all", ""),
        (spoken(loudness=2.5), "clipped"),
        (spoken(noise=0.05), "nois"),
    ],
    ids=["empty", "no sound", "clipped", "noisy"],
)
def test_a_recording_that_cannot_be_used_is_refused_and_keeps_nothing(
    signed_in: Client, site: Path, content: bytes, why: str
) -> None:
    answer = signed_in.post(TAKE, content, content_type="audio/wav")
    assert answer.status_code == 422
    assert why in answer.json()["error"]
    assert not Entry.objects.filter(action__startswith="take.").exists()
    assert list((site / "voices" / "nora").rglob("*.flac")) == []


def test_a_refused_recording_leaves_the_earlier_take(signed_in: Client) -> None:
    signed_in.post(TAKE, spoken(), content_type="audio/wav")
    before = signed_in.get(TAKE).content
    assert signed_in.post(TAKE, b"broken", content_type="audio/wav").status_code == 422
    assert signed_in.get(TAKE).content == before


def test_a_take_that_cannot_be_told_of_is_not_kept(
    signed_in: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(**_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("unclench.apps.library.actions.record", full_disk)
    with pytest.raises(OSError, match="disk full"):
        signed_in.post(TAKE, spoken(), content_type="audio/wav")
    assert state(signed_in)["recorded"] is False


def test_strangers_are_asked_to_sign_in_and_accounts_without_a_role_are_refused(
    client: Client, site: Path, db: None
) -> None:
    assert client.get("/recording/voices/").status_code == 401
    assert client.post(TAKE, spoken(), content_type="audio/wav").status_code == 401
    plain = Account.objects.create(email="plain@site.example")
    client.force_login(plain)
    assert client.get("/recording/voices/").status_code == 403
    assert client.post("/recording/voices/", {"name": "mine"}).status_code == 403
    assert client.post(TAKE, spoken(), content_type="audio/wav").status_code == 403
    assert client.delete(TAKE).status_code == 403


def test_an_editor_may_record_too(client: Client, editor: Account, site: Path) -> None:
    client.force_login(editor)
    assert client.post("/recording/voices/", {"name": "edna", "title": "Edna"}).status_code == 201


def test_a_take_from_another_site_is_refused(nurse: Account, site: Path) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(nurse)
    assert strict.post(TAKE, spoken(), content_type="audio/wav").status_code == 403


@pytest.mark.parametrize("name", ["", "../etc", "calm", "espeak", "nora", "a b"])
def test_a_voice_needs_a_name_of_its_own(signed_in: Client, name: str) -> None:
    answer = signed_in.post("/recording/voices/", {"name": name, "title": "x"})
    assert answer.status_code == 422
    assert len(signed_in.get("/recording/voices/").json()["voices"]) == 1


def test_what_is_not_there_is_said_plainly(signed_in: Client) -> None:
    assert signed_in.get("/recording/voices/nobody/breathing/").status_code == 422
    assert signed_in.get("/recording/voices/nora/no-such-session/").status_code == 422
    assert signed_in.get("/recording/voices/nora/takes/no-such-cue/").status_code == 404
