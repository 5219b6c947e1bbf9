"""A body travels between scripts: modes per part become modes per group, the strictest winning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unclench.sessions.body import Body, Mode
from unclench.sessions.catalogue import load_script, script_ids
from unclench.sessions.fitting import chosen_modes
from unclench.sessions.parts import PARTS
from unclench.sessions.regions import group_modes

ORDER = list(Mode)
PART_MODES = st.dictionaries(st.sampled_from(PARTS), st.sampled_from(Mode))


def test_the_strictest_part_decides_for_its_group():
    parts = {"right-hand": Mode.GENTLE, "right-upper-arm": Mode.IMAGINE, "left-foot": Mode.SKIP}
    seven = group_modes(load_script("seven"), parts)
    assert (seven["right-arm"], seven["left-arm"]) == (Mode.IMAGINE, Mode.TENSE)
    assert (seven["left-leg"], seven["right-leg"]) == (Mode.SKIP, Mode.TENSE)
    four = group_modes(load_script("four"), parts)
    assert (four["arms"], four["legs"], four["trunk"]) == (Mode.IMAGINE, Mode.SKIP, Mode.TENSE)


def test_a_script_without_tensing_turns_gentle_into_letting_go():
    assert group_modes(load_script("recall"), {"neck": Mode.GENTLE})["neck"] is Mode.RELEASE_ONLY


def test_nothing_asks_for_more_than_the_script_does_by_itself():
    assert group_modes(load_script("imagery"), {"neck": Mode.TENSE})["neck"] is Mode.IMAGINE


@pytest.mark.parametrize("script_id", script_ids())
@given(parts=PART_MODES)
def test_no_part_ever_does_more_than_its_body_allows(script_id, parts):
    script = load_script(script_id)
    modes = group_modes(script, parts)
    assert modes.keys() == {group.id for group in script.groups}
    for group in script.groups:
        assert modes[group.id] in group.modes
        for part in group.covers:
            assert ORDER.index(modes[group.id]) >= ORDER.index(parts.get(part, Mode.TENSE))


@given(PART_MODES)
def test_the_full_script_takes_the_parts_as_they_are(parts):
    script = load_script("full")
    body = Body(group_modes(script, parts))
    if any(mode is not Mode.SKIP for mode in body.modes.values()):
        assert {group.id: mode for group, mode in chosen_modes(script, body) if group.id in parts} == parts
