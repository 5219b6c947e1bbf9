"""What the shipped scripts say: calm, plain, honest, and never about a part that is left out."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unclench.sessions.body import Body, Mode, Posture, Side
from unclench.sessions.catalogue import load_script, script_ids
from unclench.sessions.fitting import fit
from unclench.sessions.parts import PARTS
from unclench.sessions.script import Script
from unclench.sessions.speech import reading_ms
from unclench.sessions.timeline import Ending, Timeline

NEVER_SAID = re.compile(
    r"\b(must|should|fail\w*|missed|streak|don['’]t|forget|compliance|patients?|suffer\w*|simply|just|oops"
    r"|(?<!no )hurry|quick\w*|push|force|try harder|point (the|your) toes|hold your breath|hold the breath"
    r"|will (heal|cure|sleep|feel)|cure\w*|treat\w*|therapy)\b",
    re.IGNORECASE,
)
LEFT_OUT = {
    "arm": r"\b(arms?|hands?|fingers?|fists?|elbows?|wrists?)\b",
    "leg": r"\b(legs?|feet|foot|toes?|thighs?|calf|calves|knees?|soles?)\b",
    "head": r"\b(face|brow|eyebrows?|forehead|cheeks?|nose|jaw|lips?|teeth|mouth|neck|throat|chin)\b",
    "trunk": r"\b(chest|shoulders?|tummy|belly)\b",
}
REGIONS = {
    "arm": {"right-arm", "left-arm", "arms"},
    "leg": {"right-leg", "left-leg", "legs"},
    "head": {"face", "neck", "head"},
    "trunk": {"trunk"},
}
SCRIPTS = [load_script(script_id) for script_id in script_ids()]
WITH_GROUPS = [script for script in SCRIPTS if script.groups]


def fitted(script: Script, body: Body, ending: Ending = Ending.RETURN) -> Timeline:
    return fit(script, body, script.usual_ms, reading_ms, ending=ending)


def spoken(timeline: Timeline) -> str:
    return " ".join(cue.text for cue in timeline.cues)


def skipping(script: Script, regions: set[str]) -> dict[str, Mode]:
    return {group.id: Mode.SKIP for group in script.groups if group.region in regions}


def test_these_scripts_are_shipped_in_the_order_people_meet_them():
    assert script_ids() == ("full", "seven", "four", "release-only", "breathing", "recall", "imagery")
    minutes = [script.usual_ms // 60_000 for script in SCRIPTS]
    assert minutes == [12, 8, 5, 7, 3, 6, 8]


def test_the_full_script_has_the_sixteen_parts_of_the_figure_in_order():
    assert tuple(group.id for group in load_script("full").groups) == PARTS
    assert all(group.covers == (group.id,) for group in load_script("full").groups)


@pytest.mark.parametrize("script", WITH_GROUPS, ids=lambda script: script.id)
def test_the_groups_of_a_script_cover_the_whole_body_once(script):
    covered = [part for group in script.groups for part in group.covers]
    assert sorted(covered) == sorted(PARTS)


def test_coarser_scripts_have_the_seven_and_the_four_groups():
    seven = ["right-arm", "left-arm", "face", "neck", "trunk", "right-leg", "left-leg"]
    assert [group.id for group in load_script("seven").groups] == seven
    assert [group.id for group in load_script("four").groups] == ["arms", "face-and-neck", "trunk", "legs"]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.id)
def test_scripts_with_tensing_allow_every_mode_and_others_only_still_ones(script):
    still = (Mode.RELEASE_ONLY, Mode.IMAGINE, Mode.SKIP)
    expected = {"full": tuple(Mode), "seven": tuple(Mode), "four": tuple(Mode), "breathing": ()}
    assert script.modes == expected.get(script.id, still)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.id)
def test_nothing_that_is_said_orders_hurries_promises_or_scolds(script):
    told = (*script.texts(), script.title, script.summary, *script.safety, *script.ask_first)
    assert not [text for text in told if NEVER_SAID.search(text)]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.id)
def test_every_cue_is_one_short_filled_sentence_of_one_to_six_seconds(script):
    for text in script.texts():
        assert not set("{}[]<>&") & set(text), text
        assert re.fullmatch(r"[A-Z][^.!?]*[.?]", text), text
        assert "!" not in text
        assert reading_ms(text) <= 6_000, text


def test_the_words_of_all_scripts_together_stay_within_850_seconds_of_speech():
    union = {text for script in SCRIPTS for text in script.texts()}
    words = sum(len(text.split()) for text in union)
    assert 1_000 <= words <= 1_900
    assert sum(map(reading_ms, union)) <= 850_000


@pytest.mark.parametrize(
    ("script_id", "least", "most"),
    [
        ("full", 750, 950), ("seven", 500, 700), ("four", 380, 520), ("release-only", 430, 600),
        ("breathing", 160, 260), ("recall", 420, 560), ("imagery", 460, 640),
    ],
)  # fmt: skip
def test_each_script_keeps_to_its_measure_of_words(script_id, least, most):
    words = sum(len(text.split()) for text in load_script(script_id).texts())
    assert least <= words <= most


def test_sides_are_named_only_where_a_group_is_named():
    texts = {text for script in SCRIPTS for text in script.texts() if re.search(r"\b(right|left)\b", text)}
    assert len(texts) == 2 * (5 + 2)
    assert all(not re.search(r"\bright\b.*\bleft\b|\bother\b", text) for text in texts)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.id)
@pytest.mark.parametrize("ending", Ending)
@pytest.mark.parametrize("posture", Posture)
def test_every_session_says_how_to_be_safe_before_anything_else_is_done(script, posture, ending):
    timeline = fitted(script, Body(posture=posture), ending)
    first = timeline.chapters[0]
    opening = " ".join(cue.text for cue in timeline.cues if cue.end_ms <= first.end_ms)
    assert "never while driving" in opening
    assert re.search(r"\bstop\b", opening)
    assert "If anything hurts" in opening
    assert "ask your MS team first" in opening
    assert ("brakes" in opening) is (posture is Posture.WHEELCHAIR)
    assert len(script.ask_first) >= 7
    assert any("driving" in line for line in script.safety)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.id)
def test_drifting_to_sleep_says_other_words_and_then_stays_quiet_for_longer(script):
    back = fitted(script, Body(), Ending.RETURN)
    sleep = fitted(script, Body(), Ending.SLEEP)
    assert not re.search(r"\bopen your eyes\b|eyes are closed|let them open|come back|move on", spoken(sleep))
    assert "Sleep may come, or only quiet." in spoken(sleep)
    assert "Sleep" not in spoken(back)
    quiet = [each.duration_ms - each.cues[-1].end_ms for each in (back, sleep)]
    assert quiet[1] > 2 * quiet[0]


@pytest.mark.parametrize("limb", LEFT_OUT)
@pytest.mark.parametrize("script", WITH_GROUPS, ids=lambda script: script.id)
@pytest.mark.parametrize("posture", Posture)
def test_skipping_a_region_leaves_no_word_about_it(script, limb, posture):
    body = Body(skipping(script, REGIONS[limb]), posture)
    for ending in Ending:
        timeline = fitted(script, body, ending)
        told = [cue.text for cue in timeline.cues] + [chapter.title for chapter in timeline.chapters]
        assert not [text for text in told if re.search(LEFT_OUT[limb], text, re.IGNORECASE)]


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("script", WITH_GROUPS, ids=lambda script: script.id)
def test_skipping_one_side_leaves_no_word_about_that_side(script, side):
    body = Body({group.id: Mode.SKIP for group in script.groups if group.id.startswith(side)})
    assert not re.search(rf"\b{side}\b", spoken(fitted(script, body)))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_session_speaks_of_a_part_nobody_works_with(data):
    script = load_script(data.draw(st.sampled_from([script.id for script in WITH_GROUPS])))
    names = [group.id for group in script.groups]
    kept = data.draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    body = Body(
        {name: Mode.SKIP for name in names if name not in kept},
        data.draw(st.sampled_from(Posture)),
        data.draw(st.sampled_from(Side)),
    )
    words = spoken(fitted(script, body, data.draw(st.sampled_from(Ending))))
    regions = {group.region for group in script.groups if group.id in kept}
    for limb, pattern in LEFT_OUT.items():
        if not regions & REGIONS[limb]:
            assert not re.search(pattern, words, re.IGNORECASE)
    assert not re.search(
        r"\b(other|both|next|last|first|another) (\w+ )?(side|arm|hand|leg|foot|part)", words
    )


def test_a_voice_tells_each_group_by_name_before_anything_is_asked_of_it():
    for script in WITH_GROUPS:
        timeline = fitted(script, Body())
        for group in timeline.groups:
            first = next(cue for cue in timeline.cues if cue.group == group.id)
            key = group.name.split()[-1].lower()
            assert key in first.text.lower() or group.name.split()[0].lower() in first.text.lower()
