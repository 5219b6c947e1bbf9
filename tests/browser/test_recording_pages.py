"""A nurse records a voice, cue by cue; what goes wrong is said and nothing is lost."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, until


@pytest.fixture
def cue(nurse: Page, request: pytest.FixtureRequest) -> Page:
    """The page of the first cue of the breathing session, in a voice of the test's own."""
    name = f"nora-{abs(hash(request.node.name)) % 10**6}"
    nurse.goto("/recording/")
    nurse.get_by_label("Whose voice is it?").fill("Nora")
    nurse.get_by_label("A short name for it").fill(name)
    nurse.get_by_role("button", name="Begin").click()
    nurse.goto(f"/recording/{name}/of/breathing/")
    nurse.get_by_role("link", name="Record the next one").click()
    expect(nurse.get_by_role("heading", level=1)).to_contain_text("Cue 1 of")
    return nurse


def test_a_cue_is_recorded_heard_kept_and_the_next_one_comes(cue: Page) -> None:
    cue.context.grant_permissions(["microphone"])
    cue.get_by_role("button", name="Record").click()
    until(
        cue, "new DOMMatrix(getComputedStyle(document.querySelector('[data-level-now]')).transform).a > 0.3"
    )
    expect(cue.get_by_text("Good level.")).to_be_visible()
    cue.wait_for_timeout(3200)
    cue.get_by_role("button", name="Stop recording").click()
    cue.get_by_role("button", name="Listen").click()
    first = cue.url
    cue.get_by_role("button", name="Keep it and go on").click()
    cue.wait_for_url(lambda url: url != first)
    expect(cue.get_by_role("heading", level=1)).to_contain_text("Cue 2 of")
    cue.goto(first)
    expect(cue.locator("main .cue-state")).to_contain_text("Recorded")
    expect(cue.get_by_role("button", name="Record it again")).to_be_visible()


def test_a_refused_microphone_is_explained_and_a_file_offered(cue: Page) -> None:
    cue.get_by_role("button", name="Record").click()
    expect(cue.get_by_role("alert")).to_contain_text("Allow it in the browser's settings")
    expect(cue.get_by_label("Sound file")).to_be_visible()


def test_a_file_may_be_sent_instead(cue: Page, speech: Path) -> None:
    cue.get_by_text("Send a sound file instead").click()
    cue.get_by_label("Sound file").set_input_files(speech)
    cue.get_by_role("button", name="Send it and go on").click()
    expect(cue.get_by_role("heading", level=1)).to_contain_text("Cue 2 of")


def test_a_file_that_is_no_sound_is_refused_in_plain_words(cue: Page, tmp_path: Path) -> None:
    letter = tmp_path / "letter.wav"
    letter.write_text("Dear all,")
    cue.get_by_text("Send a sound file instead").click()
    cue.get_by_label("Sound file").set_input_files(letter)
    cue.get_by_role("button", name="Send it and go on").click()
    expect(cue.get_by_role("alert")).to_contain_text("This recording")
    expect(cue.get_by_role("heading", level=1)).to_contain_text("Cue 1 of")


def test_the_list_tells_recorded_cues_from_missing_ones(cue: Page, speech: Path) -> None:
    cue.get_by_text("Send a sound file instead").click()
    cue.get_by_label("Sound file").set_input_files(speech)
    cue.get_by_role("button", name="Send it and go on").click()
    cue.get_by_role("link", name="Breathing", exact=False).first.click()
    expect(cue.get_by_text("1 of", exact=False).first).to_be_visible()
    assert cue.locator(".cue-list .done").count() == 1


def test_only_the_team_comes_in(page: Page, site: Site) -> None:
    page.goto("/recording/")
    assert page.url == f"{site.url}/sign-in/?next=/recording/"
