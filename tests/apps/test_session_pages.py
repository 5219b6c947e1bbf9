"""Session pages as Django answers them: addresses read and written one way, faults said plainly."""

import re
from pathlib import Path

import pytest
from django.test import Client

from unclench.apps.library import recordings
from unclench.apps.library.fit_page import with_whole
from unclench.apps.library.fittings import Fitting
from unclench.apps.library.forms import page_query
from unclench.apps.library.page_values import Asked
from unclench.apps.library.presenters import session_page
from unclench.apps.library.queries import session_cards
from unclench.apps.library.shelves import shelves
from unclench.apps.library.wording import body_words, in_words, length_words
from unclench.sessions.body import Mode
from unclench.sessions.catalogue import load_script, script_ids
from unclench.sessions.speech import reading_ms
from unclench.voices.catalogue import Voices
from unclench.voices.recorded import start_recorded

pytestmark = pytest.mark.django_db
LEGS = ("right-thigh", "right-calf", "right-foot", "left-thigh", "left-calf", "left-foot")


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.headers.get("Location")
    return answer.content.decode()


def skipped(*parts: str) -> str:
    return "&".join(f"{part}=skip" for part in parts)


@pytest.mark.parametrize("script", script_ids())
@pytest.mark.parametrize("under", ["", "fit/", "transcript/"])
def test_every_session_has_its_pages(client: Client, script: str, under: str) -> None:
    assert load_script(script).title in text(client, f"/sessions/{script}/{under}")


def test_a_session_that_is_not_there_is_not_found(client: Client) -> None:
    assert "nothing at this address" in text(client, "/sessions/nowhere/", 404)


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("minutes=12&voice=&speed=usual&ambient=none&posture=lying&way=sound", ""),
        ("neck=skip&minutes=15", "?minutes=15&neck=skip"),
        ("body=right-calf:skip,left-hand:gentle", "?left-hand=gentle&right-calf=skip"),
        ("posture=chair&way=picture", "?way=picture&posture=chair"),
    ],
)
def test_an_address_is_written_one_way(client: Client, asked: str, written: str) -> None:
    answer = client.get(f"/sessions/full/?{asked}")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/sessions/full/{written}"
    assert client.get(answer.headers["Location"]).status_code == 200


def test_the_video_opens_as_a_video_and_all_else_as_sound() -> None:
    assert {id_: page_query(id_, []).way for id_ in ("full", "seven", "four")} == {
        "full": "sound",
        "seven": "picture",
        "four": "sound",
    }


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("minutes=2", "Choose a length in between"),
        ("minutes=soon", "is no length"),
        ("elbow=skip", "has nothing of this name"),
        ("neck=sideways", "is not on offer"),
        ("neck=skip&neck=tense", "is given twice"),
        ("voice=nobody", "nobody"),
        ("body=elbow:skip", "is no part"),
    ],
)
def test_what_cannot_be_used_is_said_and_a_whole_session_is_shown(
    client: Client, query: str, said: str
) -> None:
    page = text(client, f"/sessions/full/?{query}", 422)
    assert said in page
    assert 'role="alert"' in page
    assert "/media/sessions/full.mp3" in page
    assert "elbow=skip" not in page


def test_leaving_everything_out_is_refused_and_the_usual_body_shown(client: Client) -> None:
    groups = [group.id for group in load_script("full").groups]
    page = text(client, f"/sessions/full/?{skipped(*groups)}", 422)
    assert "Every group of" in page
    assert "As it comes" in page


def test_a_length_out_of_reach_stays_in_its_field(client: Client) -> None:
    page = text(client, "/sessions/full/?minutes=2", 422)
    field = re.search(r'<input[^>]*id="minutes"[^>]*>', page)
    assert field
    assert 'value="2"' in field[0]


def test_a_body_of_one_part_still_fills_the_usual_length(client: Client) -> None:
    groups = [group.id for group in load_script("full").groups][:-1]
    page = text(client, f"/sessions/full/?{skipped(*groups)}")
    assert "Play · 12 minutes" in page


def test_a_voice_too_slow_for_the_usual_length_gets_the_nearest_whole_minute_without_a_word() -> None:
    usual = Fitting.usual("recall")
    page = session_page(
        Asked(
            fitting=usual,
            way="sound",
            spoken_ms=lambda words: 3 * reading_ms(words),
            usual_spoken_ms=reading_ms,
            voices=[],
            origin="",
            lengthless=True,
        )
    )
    assert page.fault == ""
    assert page.length.seconds > 360
    assert page.length.seconds % 60 == 0
    assert f"minutes={page.length.seconds // 60}" in page.media.mp3


def test_a_voice_without_every_cue_is_explained_and_the_usual_voice_speaks(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    voices = Voices(tmp_path)
    start_recorded(voices.place("nora"), title="Nora", language="en-GB")
    monkeypatch.setattr(recordings, "site_voices", lambda: voices)
    monkeypatch.setattr("unclench.apps.library.speaking.site_voices", lambda: voices)
    page = text(client, "/sessions/breathing/?voice=nora", 422)
    assert "has not recorded every cue" in page
    assert "breathing.mp3?voice=nora" not in page


def test_a_page_carries_no_word_of_a_part_that_is_left_out(client: Client) -> None:
    words = text(client, f"/sessions/full/transcript/?{skipped(*LEGS)}")
    said = re.findall(r"<section.*?</section>", words, re.DOTALL)
    assert not re.search(
        r"\b(legs?|thighs?|cal(f|ves)|f(oo|ee)t|toes?|knees?)\b", " ".join(said), re.IGNORECASE
    )


def test_the_words_of_a_session_that_cannot_be_lead_back_to_its_page(client: Client) -> None:
    answer = client.get("/sessions/full/transcript/?minutes=2")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sessions/full/?minutes=2")


def test_a_page_has_no_inline_script_or_style(client: Client) -> None:
    for address in ("/sessions/full/", "/sessions/full/fit/", "/sessions/", "/reading/"):
        page = text(client, address)
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=", page)
        assert all("src=" in tag or "application/json" in tag for tag in re.findall(r"<script[^>]*>", page))


@pytest.mark.parametrize(
    ("whole", "chosen"),
    [
        ("right-leg=skip", ("right-thigh", "right-calf", "right-foot")),
        ("legs=skip", LEGS),
        ("legs=backwards", ()),
        ("tail=skip", ()),
    ],
)
def test_a_shortcut_changes_a_whole_limb(whole: str, chosen: tuple[str, ...]) -> None:
    fitted = with_whole(Fitting.usual("full"), whole)
    assert fitted.modes == tuple((part, Mode.SKIP) for part in chosen)


def test_as_it_comes_takes_every_change_back() -> None:
    fitted = with_whole(Fitting.usual("full"), "body=gentle")
    assert len(fitted.modes) == 16
    assert with_whole(fitted, "body=usual") == Fitting.usual("full")


@pytest.mark.parametrize(
    ("modes", "words"),
    [
        ({}, "As it comes: nothing is left out."),
        (dict.fromkeys(LEGS, Mode.SKIP), "Left out: both legs."),
        (dict.fromkeys(LEGS[:3], Mode.RELEASE_ONLY), "Only let go: right leg."),
        ({"neck": Mode.IMAGINE, "jaw": Mode.IMAGINE}, "Imagined: mouth and jaw and neck."),
    ],
)
def test_a_body_is_told_limb_by_limb(modes: dict[str, Mode], words: str) -> None:
    assert body_words(load_script("full"), modes.items()) == words


def test_lists_and_lengths_read_as_people_say_them() -> None:
    assert in_words(["a"]) == "a"
    assert in_words(["a", "b", "c"]) == "a, b and c"
    assert length_words(720_000) == "12 minutes"
    assert length_words(61_000) == "1 minute 1 second"


def test_every_session_stands_on_exactly_one_shelf() -> None:
    cards = session_cards()
    placed = [card.id for shelf in shelves(cards) for card in shelf.cards]
    assert sorted(placed) == sorted(card.id for card in cards)


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_reading_settings_lead_back_to_our_own_pages_alone(client: Client, back: str) -> None:
    kept = {"scheme": "dark", "size": "usual", "spacing": "more", "plain": "no", "back": back}
    answer = client.post("/reading/", kept)
    assert answer.headers["Location"] == "/"
    assert client.cookies["reading"].value == "dark.usual.more.no"


def test_a_reading_cookie_of_nonsense_is_the_usual_page(client: Client) -> None:
    client.cookies["reading"] = 'dark"><script>.huge'
    root = re.search(r"<html[^>]*>", text(client, "/sessions/"))
    assert root
    assert root[0] == '<html lang="en-GB">'
