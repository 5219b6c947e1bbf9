"""A script file with a fault is refused in one line that names the file, the line and the key."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unclench.kernel.errors import BadInput
from unclench.sessions.body import Body, Mode
from unclench.sessions.catalogue import load_script, parse_script
from unclench.sessions.fitting import fit, reach
from unclench.sessions.speech import reading_ms

SOUND = """\
id = "mine"
title = "My own"
summary = "Two hands and a neck."
version = "3"
language = "en-GB"
usual_minutes = 3
longest_minutes = 6
include = "english"
mode = "tense"
modes = ["tense", "gentle", "release-only", "imagine", "skip"]

[pace]
sentence_gap = 0.7
repeats = { wish = 1, most = 2 }
settle = { least = 0.5, wish = 1, most = 3 }
tense = { least = 5, wish = 6, most = 7 }
gentle = { least = 4, wish = 5, most = 7 }
release = { least = 1, wish = 5, most = 15 }
rest = { least = 2, wish = 12, most = 50 }

[pools]
let_go = ["And let go."]

[[opening]]
say = ["Hello.", "Rest as you are."]
pause = { least = 1, wish = 2, most = 9 }

[[group]]
use = "hand"
rest = "Rest now."

[[group]]
id = "neck"
name = "Neck"
region = "neck"
covers = ["neck"]
settle = "Now your neck."
tense = [
    "Firm it.",
    "A little.",
]
release = "Let it be long."
imagine = "Picture a reed."
rest = "It may rest."
[group.seconds]
rest = { least = 1, wish = 4, most = 9 }

[[closing]]
use = "quiet"

[[closing]]
ending = "sleep"
say = "Good night."
pause = { least = 3, wish = 20, most = 60 }
"""

RHYTHM = """\
id = "air"
title = "Air"
summary = "Breaths."
version = "1"
language = "en-GB"
usual_minutes = 2
longest_minutes = 5
include = "english"

[pace]
sentence_gap = 0.7

[rhythm]
breath = { least = 8, wish = 10, most = 12 }
in_share = 40
fewest = 3

[[rhythm.pattern]]
in = "In."
out = "And out."

[[opening]]
use = "position"

[[closing]]
use = "quiet"
"""

FAULTS = [
    # what is written instead of what; the line it stands on; the key; what is said
    (
        'title = "My own"',
        'titel = "My own"',
        "titel =",
        "titel",
        "is not a key known here; did you mean 'title'?",
    ),
    ('version = "3"', "version = 3", "version =", "version", "is a number, not a text"),
    ('version = "3"', 'version = ""', "version =", "version", "is empty"),
    ('version = "3"\n', "", "id =", "version", "is missing"),
    ('id = "mine"', 'id = "My Own"', "id =", "id", "use small letters, digits and hyphens"),
    ("usual_minutes = 3", "usual_minutes = 0", "usual_minutes", "usual_minutes", "use a number from 1 to 60"),
    ("usual_minutes = 3", "usual_minutes = 1", "usual_minutes", "usual_minutes", "is out of reach: lying"),
    (
        "longest_minutes = 6",
        "longest_minutes = 2",
        "longest",
        "longest_minutes",
        "use a number from 3 to 120",
    ),
    (
        'include = "english"',
        'include = "latin"',
        "include",
        "include",
        "names no shared words: 'latin'; known: eng",
    ),
    ('mode = "tense"', 'mode = "tight"', "mode =", "mode", "is 'tight'; use one of: tense, gentle"),
    ('mode = "tense"\n', "", "id =", "mode", "is missing"),
    (
        'mode = "tense"',
        'mode = "skip"',
        "mode =",
        "mode",
        "is 'skip'; use one of: tense, gentle, release-only, imagine",
    ),
    ('modes = ["tense",', 'modes = ["hard",', "modes =", "modes[1]", "is 'hard'"),
    ('modes = ["tense", "gentle", "release-only", "imagine", "skip"]\n', "", "id =", "modes", "is missing"),
    (
        "wish = 1, most = 2 }",
        "wish = 1, most = 9 }",
        "repeats",
        "pace.repeats.most",
        "whole number from 1 to 6",
    ),
    (
        "wish = 1, most = 2 }",
        "wish = 3, most = 2 }",
        "repeats",
        "pace.repeats.wish",
        "whole number from 1 to 2",
    ),
    ("wish = 1, most = 2 }", "most = 2 }", "repeats", "pace.repeats.wish", "is missing"),
    (
        "wish = 1, most = 2 }",
        "wish = 1.5, most = 2 }",
        "repeats",
        "pace.repeats.wish",
        "is a number, not a whole number",
    ),
    (
        "repeats = { wish = 1, most = 2 }",
        "repeats = 2",
        "repeats",
        "pace.repeats",
        "is a number, not a table",
    ),
    ("[pace]", "[pace]\nhurry = 1", "hurry", "pace.hurry", "is not a key known here"),
    ("sentence_gap = 0.7", "sentence_gap = true", "sentence_gap", "pace.sentence_gap", "is true or false"),
    ("wish = 6, most = 7", "wish = 8, most = 7", "tense = {", "pace.tense.wish", "is 8, outside 5 to 7"),
    (
        "tense = { least = 5, wish = 6",
        "tense = { least = 2, wish = 6",
        "tense = {",
        "pace.tense.least",
        "from 3 to 10",
    ),
    ("wish = 6, most = 7", "wish = 6, most = 11", "tense = {", "pace.tense.most", "from 3 to 10"),
    (
        "gentle = { least = 4",
        "gentle = { least = 8",
        "gentle = {",
        "pace.gentle.least",
        "is 8, above most (7)",
    ),
    ("settle = { least = 0.5,", "settle = {", "settle = {", "pace.settle.least", "is missing"),
    ("wish = 12, most = 50", "wish = 12, most = nan", "rest = {", "pace.rest.most", "is nan"),
    ('let_go = ["And let go."]', 'letgo = ["And let go."]', "letgo", "pools.letgo", "did you mean 'let_go'?"),
    ('["And let go."]', '["And let go. Rest."]', "let_go", "pools.let_go[1]", "more than one sentence"),
    ('"Rest as you are."]', '""]', 'say = ["Hello.', "opening[1].say[2]", "is empty"),
    (
        '"Rest as you are."]',
        '"Rest as you are"]',
        "say = [",
        "opening[1].say[2]",
        "does not end as a sentence",
    ),
    (
        '"Rest as you are."]',
        '"Rest {side}."]',
        "say = [",
        "opening[1].say[2]",
        "holds {side}, but has no sides",
    ),
    (
        '"Rest as you are."]',
        '"Rest {here}."]',
        "say = [",
        "opening[1].say[2]",
        "unknown placeholder '{here}'",
    ),
    ('"Rest as you are."]', '"Rest }."]', "say = [", "opening[1].say[2]", "unknown placeholder '}'"),
    (
        '"Rest as you are."]',
        '"' + "so " * 21 + '."]',
        "say = [",
        "opening[1].say[2]",
        "has 22 words in one sentence",
    ),
    ("pause = { least = 1, wish = 2, most = 9 }\n", "", "[[opening]]", "opening[1].pause", "is missing"),
    (
        "[[opening]]\n",
        "[[opening]]\nending = 'end'\n",
        "ending = 'end'",
        "opening[1].ending",
        "is 'end'; use one of",
    ),
    (
        "[[opening]]\n",
        "[[opening]]\nabout = ['elbow']\n",
        "about",
        "opening[1].about[1]",
        "no part of the body: 'elbow'",
    ),
    (
        "[[opening]]\n",
        "[[opening]]\nfor_modes = ['hard']\n",
        "for_modes",
        "opening[1].for_modes[1]",
        "is 'hard'",
    ),
    (
        "[[opening]]\n",
        "[[opening]]\nfor_modes = ['tense']\n",
        "[[opening]]",
        "opening",
        "holds nothing that is always",
    ),
    (
        "[[opening]]\n",
        "[[opening]]\nuse = 'welcome'\n",
        "use = 'welcome'",
        "opening[1].use",
        "stands beside other keys",
    ),
    (
        "[[opening]]\n",
        "[[opening]]\nuse = 'hi'\n[[opening]]\n",
        "use = 'hi'",
        "opening[1].use",
        "no shared block: 'hi'; known: ",
    ),
    ('say = ["Hello.", "Rest as you are."]\n', "", "[[opening]]", "opening[1].say", "is missing"),
    (
        'use = "hand"',
        'use = "tail"',
        'use = "tail"',
        "group[1].use",
        "no shared group: 'tail'; known: hand, ",
    ),
    ('rest = "Rest now."', 'relax = "Rest now."', "relax", "group[1].relax", "is not a key known here"),
    (
        'rest = "Rest now."',
        "rest = { up = 'Rest.' }",
        "rest = { up",
        "group[1].rest.up",
        "is not a key known here",
    ),
    (
        'rest = "Rest now."',
        "rest = { right = 'Rest.' }",
        "rest = { right",
        "group[1].rest.left",
        "is missing",
    ),
    ('rest = "Rest now."', "sides = ['up']", "sides", "group[1].sides[1]", "is 'up'; use right and left"),
    ('id = "neck"', 'id = "right-hand"', 'id = "right-hand"', "group[2].id", "'right-hand' stands twice"),
    (
        "[[closing]]\nuse",
        '[[group]]\nuse = "hand"\n\n[[closing]]\nuse',
        'use = "hand"\n\n[[closing]]',
        "group[3].use",
        "'right-hand' stands twice",
    ),
    ('id = "neck"', 'id = "Neck!"', 'id = "Neck!"', "group[2].id", "use small letters, digits and hyphens"),
    ('id = "neck"', 'id = "{side}-neck"', 'id = "{side}', "group[2].id", "holds {side}, but has no sides"),
    (
        'covers = ["neck"]',
        'covers = ["nape"]',
        "covers",
        "group[2].covers[1]",
        "names no part of the body: 'nape'",
    ),
    ('covers = ["neck"]', 'covers = ["left-hand"]', "covers", "group[2].covers", "'left-hand' stands twice"),
    ('covers = ["neck"]\n', "", '[[group]]\nid = "neck"', "group[2].covers", "is missing"),
    ('name = "Neck"\n', "", '[[group]]\nid = "neck"', "group[2].name", "is missing"),
    ('imagine = "Picture a reed."\n', "", '[[group]]\nid = "neck"', "group[2].imagine", "is missing"),
    (
        'imagine = "Picture a reed."',
        "imagine = { left = 'No.' }",
        "imagine = {",
        "group[2].imagine",
        "but the group has none",
    ),
    ('    "A little.",', '    "",', '    "",', "group[2].tense[2]", "is empty"),
    ('    "A little.",', "    4,", "    4,", "group[2].tense[2]", "is a number, not a text"),
    (
        '    "A little.",',
        '    "A little, and so on and so on, for a good long while."',
        "tense = [\n",
        "group[2].tense",
        "use fewer words",
    ),
    (
        "rest = { least = 1, wish = 4, most = 9 }",
        "rest = { least = 1, wish = 40, most = 9 }",
        "rest = { least = 1,",
        "group[2].seconds.rest.wish",
        "is 40, outside 1 to 9",
    ),
    (
        "[group.seconds]\n",
        "[group.seconds]\nnap = 1\n",
        "nap",
        "group[2].seconds.nap",
        "is not a key known here",
    ),
    (
        'use = "quiet"',
        'ending = "sleep"\nsay = "Bye."\npause = { least = 1, wish = 1, most = 2 }',
        "[[closing]]",
        "closing",
        "holds nothing that is always said (lying, ending return)",
    ),
    (
        "[[closing]]\nuse",
        "[rhythm]\nin_share = 40\n[[closing]]\nuse",
        "[rhythm]",
        "rhythm",
        "stands beside groups",
    ),
]

RHYTHM_FAULTS = [
    ("in_share = 40", "in_share = 80", "in_share", "rhythm.in_share", "use a whole number from 20 to 60"),
    (
        "breath = { least = 8",
        "breath = { least = 2",
        "breath",
        "rhythm.breath.least",
        "use a number from 4 to 20",
    ),
    ('out = "And out."', 'out = ["And out."]', "out =", "rhythm.pattern[1].out", "is a list, not a text"),
    ('out = "And out."', 'hold = "Hold."', "hold =", "rhythm.pattern[1].hold", "is not a key known here"),
    ('[[rhythm.pattern]]\nin = "In."\nout = "And out."\n', "", "[rhythm]", "rhythm.pattern", "is missing"),
    (
        'use = "quiet"',
        'say = "Rest."\npause = { least = 1, wish = 1, most = 1 }',
        "breath =",
        "rhythm.breath",
        "more room",
    ),
    (
        '[[opening]]\nuse = "position"\n',
        "",
        "id =",
        "opening",
        "is missing; add [[opening]] with say and pause",
    ),
    ("[pace]", "modes = ['skip']\n[pace]", "modes", "modes", "is given, but there are no groups"),
    ("[pace]", "mode = 'skip'\n[pace]", "mode", "mode", "is given, but there are no groups"),
    ("[pace]", "[pace]\nnap = 1", "nap", "pace.nap", "is not a key known here"),
]


@pytest.mark.parametrize(("before", "after", "marker", "key", "said"), FAULTS)
def test_a_fault_is_named_by_line_and_key(before, after, marker, key, said):
    check_fault(SOUND, before, after, marker, key, said)


@pytest.mark.parametrize(("before", "after", "marker", "key", "said"), RHYTHM_FAULTS)
def test_a_fault_in_a_breathing_script_is_named_by_line_and_key(before, after, marker, key, said):
    check_fault(RHYTHM, before, after, marker, key, said)


def check_fault(sound: str, before: str, after: str, marker: str, key: str, said: str) -> None:
    assert sound.count(before) >= 1
    text = sound.replace(before, after, 1)
    line = text[: text.index(marker)].count("\n") + 1
    with pytest.raises(BadInput) as caught:
        parse_script(text, where="mine.toml")
    message = str(caught.value)
    assert message.startswith(f"mine.toml:{line}: {key}: ")
    assert said in message
    assert "\n" not in message


def test_a_sound_script_of_ones_own_can_be_fitted():
    script = parse_script(SOUND, where="mine.toml")
    assert [group.id for group in script.groups] == ["right-hand", "left-hand", "neck"]
    timeline = fit(script, Body({"left-hand": Mode.IMAGINE}), script.usual_ms, reading_ms)
    said = [cue.text for cue in timeline.cues if cue.group == "neck"]
    assert said[:5] == ["Now your neck.", "Firm it.", "A little.", "And let go.", "Let it be long."]
    assert "Rest now." in script.texts()
    assert parse_script(RHYTHM, where="air.toml").texts()[-2:] == ("In.", "And out.")


SECONDS = st.integers(40, 200).map(lambda tenths: tenths / 10)


@settings(deadline=None)
@given(
    breath=st.tuples(SECONDS, SECONDS, SECONDS).map(sorted),
    pauses=st.lists(st.tuples(*[st.integers(0, 30)] * 3).map(sorted), min_size=2, max_size=2),
    share=st.floats(0, 1),
    speed=st.integers(60, 200),
)
def test_any_breathing_script_that_is_taken_can_have_any_length_it_offers(breath, pauses, share, speed):
    text = RHYTHM.replace(
        "least = 8, wish = 10, most = 12", "least = {}, wish = {}, most = {}".format(*breath)
    )
    spans = ["pause = {{ least = {}, wish = {}, most = {} }}".format(*pause) for pause in pauses]
    text = text.replace('use = "position"', f'say = "Rest."\n{spans[0]}')
    text = text.replace('use = "quiet"', f'say = "Rest on."\n{spans[1]}')
    refused = refusal(text)
    if refused:
        assert re.match(
            r"mine\.toml:(6: usual_minutes: is out of reach|14: rhythm\.breath: is longer)", refused
        )
        return
    script = parse_script(text, where="mine.toml")

    def spoken(words: str) -> int:
        return reading_ms(words, speed)

    able = reach(script, Body(), spoken)
    duration = round(able.shortest_ms + share * (able.longest_ms - able.shortest_ms))
    timeline = fit(script, Body(), duration, spoken)
    assert timeline.phases[-1].end_ms == duration


def test_words_of_its_own_win_over_shared_ones():
    rest = [cue for cue in parse_script(SOUND, where="m").texts() if cue == "There is nothing to hold on to."]
    assert rest == []


def test_without_included_words_a_script_is_told_what_to_add():
    with pytest.raises(
        BadInput, match=r"mine\.toml:28: group\[1\]\.use: .* include a file of shared words first"
    ):
        parse_script(SOUND.replace('include = "english"\n', ""), where="mine.toml")


def test_an_unknown_session_is_met_with_the_known_ones():
    with pytest.raises(BadInput) as caught:
        load_script("nap")
    assert str(caught.value) == (
        "there is no session called 'nap'; known sessions:"
        " full, seven, four, release-only, breathing, recall, imagery"
    )
    with pytest.raises(BadInput, match="none in this language"):
        load_script("full", "cy")


LINES = st.sampled_from(SOUND.splitlines())


@given(st.lists(LINES, max_size=3), st.integers(0, SOUND.count("\n")), st.integers(0, 3))
def test_whatever_is_done_to_a_file_it_is_read_or_refused_in_one_line(added, at, removed):
    lines = SOUND.splitlines()
    lines[at : at + removed] = added
    refused = refusal("\n".join(lines))
    assert refused is None or re.fullmatch(r"mine\.toml:\d+: [^\n]+", refused)


def refusal(text: str) -> str | None:
    """What is said against a script, if anything."""
    try:
        parse_script(text, where="mine.toml")
    except BadInput as fault:
        return str(fault)
    return None
