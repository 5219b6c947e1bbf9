"""Fitting: any body, any length in reach, any reading speed gives a whole session of exactly that length."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from unclench.kernel.errors import BadInput
from unclench.sessions.body import Body, Mode, Posture, Side
from unclench.sessions.catalogue import load_script, script_ids
from unclench.sessions.fitting import CannotFit, fit, reach
from unclench.sessions.laying import HOLD_QUIET_MS
from unclench.sessions.pauses import share_out
from unclench.sessions.script import Script, Span
from unclench.sessions.speech import reading_ms
from unclench.sessions.timeline import Ending, PhaseKind, Timeline

MINUTE = 60_000
SPEEDS = (115, 135, 190)
LEGS = [f"{side}-{part}" for side in Side for part in ("thigh", "calf", "foot")]


def at(words_per_minute: int) -> Callable[[str], int]:
    """A voice that says so many words a minute."""
    return lambda text: reading_ms(text, words_per_minute)


def skipping(*groups: str) -> Body:
    return Body(modes=dict.fromkeys(groups, Mode.SKIP))


def only(script: Script, *groups: str) -> Body:
    return skipping(*(group.id for group in script.groups if group.id not in groups))


@st.composite
def bodies(draw: st.DrawFn, script: Script) -> Body:
    modes = {group.id: draw(st.sampled_from(group.modes)) for group in script.groups if draw(st.booleans())}
    body = Body(modes, draw(st.sampled_from(Posture)), draw(st.sampled_from(Side)))
    skipped = [group.id for group in script.groups if body.modes.get(group.id) is Mode.SKIP]
    assume(not script.groups or len(skipped) < len(script.groups))
    return body


@st.composite
def fittings(draw: st.DrawFn) -> tuple[Script, Body, int, Callable[[str], int], Ending]:
    script = load_script(draw(st.sampled_from(script_ids())))
    body = draw(bodies(script))
    ending = draw(st.sampled_from(Ending))
    base = at(draw(st.integers(115, 190)))
    uneven = draw(st.integers(0, 400))

    def spoken(text: str) -> int:
        return base(text) + len(text) * 7919 % (uneven + 1)

    able = reach(script, body, spoken, ending=ending)
    duration = draw(st.integers(able.shortest_ms, able.longest_ms))
    return script, body, duration, spoken, ending


@settings(max_examples=300, deadline=None)
@given(fittings())
def test_any_fitting_within_reach_is_whole(fitting):
    script, body, duration, spoken, ending = fitting
    timeline = fit(script, body, duration, spoken, ending=ending)
    check_phases_cover_the_whole(timeline, duration)
    check_cues_keep_apart(timeline, spoken, script.sentence_gap_ms)
    check_every_cue_lies_in_its_phase_with_quiet_after_it(timeline, script)
    check_tensing_keeps_to_the_bounds(timeline, script, body)
    check_groups_and_chapters(timeline, script, body)
    assert {cue.text for cue in timeline.cues} <= set(script.texts())


def check_phases_cover_the_whole(timeline: Timeline, duration: int) -> None:
    assert timeline.duration_ms == duration
    assert timeline.phases[0].start_ms == timeline.chapters[0].start_ms == 0
    assert timeline.phases[-1].end_ms == timeline.chapters[-1].end_ms == duration
    for before, after in (*pairwise(timeline.phases), *pairwise(timeline.chapters)):
        assert before.end_ms == after.start_ms
    assert all(span.start_ms < span.end_ms for span in (*timeline.phases, *timeline.chapters))


def check_cues_keep_apart(timeline: Timeline, spoken: Callable[[str], int], gap: int) -> None:
    assert all(cue.end_ms - cue.start_ms == spoken(cue.text) for cue in timeline.cues)
    assert all(before.end_ms <= after.start_ms for before, after in pairwise(timeline.cues))
    phase_of = {cue: phase_at(timeline, cue.start_ms) for cue in timeline.cues}
    for before, after in pairwise(timeline.cues):
        if phase_of[before] == phase_of[after]:
            assert after.start_ms - before.end_ms == gap


def phase_at(timeline: Timeline, ms: int):
    return next(phase for phase in timeline.phases if phase.start_ms <= ms < phase.end_ms)


def check_every_cue_lies_in_its_phase_with_quiet_after_it(timeline: Timeline, script: Script) -> None:
    silences = {PhaseKind.TENSE: HOLD_QUIET_MS}
    least = {(s.kind, s.group, s.cues): s.pause.least for s in all_segments(script)}
    for phase in timeline.phases:
        inside = [cue for cue in timeline.cues if phase.start_ms <= cue.start_ms < phase.end_ms]
        assert all(cue.group == phase.group for cue in inside)
        if inside:
            assert inside[0].start_ms == phase.start_ms
            words = tuple(cue.text for cue in inside)
            due = silences.get(phase.kind, least.get((phase.kind, phase.group, words), 0))
            assert inside[-1].end_ms + due <= phase.end_ms


def all_segments(script: Script):
    for step in (*script.opening, *script.closing):
        yield from step.segments.values()
    for rounds in script.rounds.values():
        for segments in rounds:
            yield from segments


def check_tensing_keeps_to_the_bounds(timeline: Timeline, script: Script, body: Body) -> None:
    for phase in timeline.phases:
        if phase.kind is PhaseKind.TENSE:
            assert 5_000 <= phase.end_ms - phase.start_ms <= 7_000
            assert body.modes.get(phase.group, Mode.TENSE) in (Mode.TENSE, Mode.GENTLE)
            assert Mode.TENSE in script.modes


def check_groups_and_chapters(timeline: Timeline, script: Script, body: Body) -> None:
    assert [group.id for group in timeline.groups] == [group.id for group in script.order[body.dominant]]
    met = [group for group in timeline.groups if group.mode is not Mode.SKIP]
    in_order = list(dict.fromkeys(phase.group for phase in timeline.phases if phase.group))
    assert in_order == [group.id for group in met]
    between = [script.titles.rhythm] if script.rhythm else [group.name for group in met]
    titles = [script.titles.opening, *between, script.titles.closing[timeline.ending]]
    assert [chapter.title for chapter in timeline.chapters] == titles


@settings(max_examples=100, deadline=None)
@given(fittings(), st.integers(1, 10**7))
def test_a_length_out_of_reach_is_refused_with_the_lengths_that_can(fitting, beyond):
    script, body, _, spoken, ending = fitting
    able = reach(script, body, spoken, ending=ending)
    for asked in (able.shortest_ms - beyond, able.longest_ms + beyond):
        with pytest.raises(CannotFit) as caught:
            fit(script, body, asked, spoken, ending=ending)
        assert caught.value.shortest_ms == able.shortest_ms
        assert caught.value.longest_ms == able.longest_ms


def test_a_refusal_says_the_lengths_in_words():
    script = load_script("full")
    with pytest.raises(CannotFit) as caught:
        fit(script, Body(), 30 * MINUTE, at(135))
    assert str(caught.value).startswith("'Full relaxation' fitted this way cannot last 30 minutes; choose a ")
    assert str(caught.value).endswith(" seconds to 25 minutes")
    assert "\n" not in str(caught.value)


def test_a_refusal_never_offers_what_it_refuses():
    with pytest.raises(CannotFit, match=r"cannot last 25 minutes 1 second; choose .* to 25 minutes$"):
        fit(load_script("full"), Body(), 25 * MINUTE + 1, at(135))
    able = reach(load_script("full"), Body(), at(135))
    with pytest.raises(CannotFit) as caught:
        fit(load_script("full"), Body(), able.shortest_ms - 1, at(135))
    asked, offered = str(caught.value).split("; ")
    assert asked.split(" last ")[1] not in offered
    with pytest.raises(CannotFit, match=r"cannot last 0 seconds;"):
        fit(load_script("full"), Body(), -MINUTE, at(135))


def test_a_voice_too_slow_for_a_whole_script_is_told_to_speed_up():
    with pytest.raises(CannotFit, match=r"above its longest of 15 minutes: choose a faster speed"):
        fit(load_script("recall"), Body(), 10 * MINUTE, at(20))


@pytest.mark.parametrize("ending", Ending)
@pytest.mark.parametrize("posture", Posture)
@pytest.mark.parametrize("speed", SPEEDS)
@pytest.mark.parametrize(
    ("script_id", "shortest", "longest"),
    [
        ("full", 8.5, 25),
        ("seven", 5.2, 20),
        ("four", 3.3, 12),
        ("release-only", 4.5, 20),
        ("breathing", 2, 10),
        ("recall", 4.3, 15),
        ("imagery", 4.5, 20),
    ],
)
def test_scripts_reach_from_short_to_long(script_id, shortest, longest, speed, posture, ending):
    script = load_script(script_id)
    able = reach(script, Body(posture=posture), at(speed), ending=ending)
    assert able.shortest_ms <= shortest * MINUTE
    assert able.longest_ms == longest * MINUTE


@pytest.mark.parametrize("speed", SPEEDS)
@pytest.mark.parametrize("ending", Ending)
def test_twelve_minutes_can_be_had_without_legs_and_with_one_arm_alone(speed, ending):
    full = load_script("full")
    for body in (skipping(*LEGS), only(full, "left-hand", "left-upper-arm"), only(full, "right-hand")):
        assert fit(full, body, 12 * MINUTE, at(speed), ending=ending).duration_ms == 12 * MINUTE


@pytest.mark.parametrize("script_id", [name for name in script_ids() if load_script(name).groups])
def test_the_usual_length_can_be_had_with_any_one_group_alone(script_id):
    script = load_script(script_id)
    for group in script.groups:
        for mode in group.modes:
            if mode is not Mode.SKIP:
                body = Body({**only(script, group.id).modes, group.id: mode})
                assert fit(script, body, script.usual_ms, at(135)).duration_ms == script.usual_ms


def test_every_mode_of_every_group_is_spoken_in_its_own_phases():
    expected = {
        Mode.TENSE: [PhaseKind.SETTLE, PhaseKind.TENSE, PhaseKind.RELEASE, PhaseKind.REST],
        Mode.GENTLE: [PhaseKind.SETTLE, PhaseKind.TENSE, PhaseKind.RELEASE, PhaseKind.REST],
        Mode.RELEASE_ONLY: [PhaseKind.SETTLE, PhaseKind.RELEASE, PhaseKind.REST],
        Mode.IMAGINE: [PhaseKind.SETTLE, PhaseKind.RELEASE, PhaseKind.REST],
        Mode.SKIP: [],
    }
    script = load_script("full")
    for mode, kinds in expected.items():
        timeline = fit(script, Body({"jaw": mode}), script.usual_ms, at(135))
        assert [phase.kind for phase in timeline.phases if phase.group == "jaw"] == kinds


def test_gentle_says_a_third_of_the_effort_and_tense_does_not():
    script = load_script("seven")
    for mode, said in ((Mode.GENTLE, True), (Mode.TENSE, False)):
        timeline = fit(script, Body({"trunk": mode}), script.usual_ms, at(135))
        words = " ".join(cue.text for cue in timeline.cues if cue.group == "trunk")
        assert ("third" in words) is said


def test_without_tensing_nothing_speaks_of_tightening():
    script = load_script("full")
    for mode in (Mode.RELEASE_ONLY, Mode.IMAGINE):
        body = Body({group.id: mode for group in script.groups})
        words = " ".join(cue.text for cue in fit(script, body, script.usual_ms, at(135)).cues)
        assert "tighten one part" not in words
        assert "fist" not in words


def test_the_dominant_side_goes_first_limb_by_limb():
    script = load_script("full")
    left = [group.id for group in fit(script, Body(dominant=Side.LEFT), script.usual_ms, at(135)).groups]
    assert left[:4] == ["left-hand", "left-upper-arm", "right-hand", "right-upper-arm"]
    assert left[-6:] == ["left-thigh", "left-calf", "left-foot", "right-thigh", "right-calf", "right-foot"]
    seven = [group.id for group in load_script("seven").order[Side.LEFT]]
    assert seven == ["left-arm", "right-arm", "face", "neck", "trunk", "left-leg", "right-leg"]


def test_a_slow_voice_lengthens_a_tensing_but_never_beyond_its_most():
    script = load_script("seven")
    tense = "Make a fist, and firm the whole arm."

    def slow(text: str) -> int:
        return 5_600 if text == tense else reading_ms(text)

    timeline = fit(script, Body(), script.usual_ms, slow)
    held = {p.group: p.end_ms - p.start_ms for p in timeline.phases if p.kind is PhaseKind.TENSE}
    assert held["right-arm"] == 5_600 + HOLD_QUIET_MS
    assert held["trunk"] == 6_000


def test_a_voice_too_slow_for_a_tensing_is_refused_in_words():
    with pytest.raises(BadInput, match=r"too long inside a tensing of at most 7 s; choose a faster speed"):
        fit(load_script("full"), Body(), 20 * MINUTE, at(50))


def test_a_long_session_meets_each_group_again_rather_than_falling_silent():
    script = load_script("four")
    timeline = fit(script, Body(), script.longest_ms, at(135))
    tensings = [phase for phase in timeline.phases if phase.kind is PhaseKind.TENSE and phase.group == "arms"]
    assert len(tensings) == 2
    assert any(cue.text == "Once more, if you like." for cue in timeline.cues)


def test_one_group_alone_is_not_worn_out_by_being_tensed_again_and_again():
    full = load_script("full")
    timeline = fit(full, only(full, "left-hand", "left-upper-arm"), 12 * MINUTE, at(135))
    tensings = [phase.start_ms for phase in timeline.phases if phase.kind is PhaseKind.TENSE]
    assert len(tensings) == 4
    assert min(after - before for before, after in pairwise(tensings)) > 60_000


@settings(max_examples=100, deadline=None)
@given(st.integers(2 * MINUTE, 10 * MINUTE), st.integers(115, 190), st.sampled_from(Ending))
def test_all_breaths_of_a_session_are_equally_long_and_unhurried(duration, speed, ending):
    script = load_script("breathing")
    timeline = fit(script, Body(), duration, at(speed), ending=ending)
    start, end = timeline.chapters[1].start_ms, timeline.chapters[1].end_ms
    halves = [phase for phase in timeline.phases if start <= phase.start_ms < end]
    lengths = {(p.kind, p.end_ms - p.start_ms) for p in halves}
    assert len(lengths) == 2
    assert 8_500 <= sum(length for _, length in lengths) <= 11_600
    assert [p.kind for p in halves] == [PhaseKind.REST, PhaseKind.RELEASE] * (len(halves) // 2)


def test_a_longer_breathing_session_has_more_breaths_not_slower_ones():
    script = load_script("breathing")
    counts = [len(fit(script, Body(), m * MINUTE, at(135)).phases) for m in (2, 4, 6, 8, 10)]
    assert counts == sorted(set(counts))


@pytest.mark.parametrize(
    ("script_id", "modes", "message"),
    [
        ("full", {"elbow": Mode.SKIP}, "'full' has no group called 'elbow'; its groups: right-hand, "),
        ("breathing", {"jaw": Mode.SKIP}, "'breathing' has no group called 'jaw'; its groups: none"),
        (
            "recall",
            {"neck": Mode.TENSE},
            "'neck' cannot be 'tense': the session 'recall' has no tensing; use one of",
        ),
        ("imagery", {"neck": Mode.GENTLE}, "'neck' cannot be 'gentle': the session 'imagery' has no tensing"),
        (
            "four",
            dict.fromkeys(["arms", "face-and-neck", "trunk", "legs"], Mode.SKIP),
            "every group of 'four'",
        ),
    ],
)
def test_a_body_that_does_not_suit_a_script_is_refused_in_one_line(script_id, modes, message):
    with pytest.raises(BadInput) as caught:
        fit(load_script(script_id), Body(modes), 5 * MINUTE, at(135))
    assert str(caught.value).startswith(message)


SPANS = st.tuples(*[st.integers(0, 5_000)] * 3).map(lambda t: Span(*sorted(t)))


@given(st.lists(SPANS, min_size=1, max_size=30), st.data())
def test_pauses_share_out_any_total_within_their_bounds_exactly(spans, data):
    total = data.draw(st.integers(sum(s.least for s in spans), sum(s.most for s in spans)))
    shares = share_out(spans, total)
    assert sum(shares) == total
    assert all(span.least <= share <= span.most for span, share in zip(spans, shares, strict=True))


def test_pauses_with_more_room_take_more_of_the_slack():
    assert share_out([Span(0, 10, 20), Span(0, 10, 40)], 60) == [20, 40]
    assert share_out([Span(0, 10, 20), Span(0, 10, 40)], 40) == [15, 25]
    assert share_out([Span(10, 10, 20), Span(0, 10, 40)], 15) == [10, 5]
    assert share_out([Span(0, 0, 10)] * 3, 10) == [4, 3, 3]
