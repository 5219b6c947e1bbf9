"""A fitting and its query: one fitting, one address; a fault names the field."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unclench.apps.library.fittings import AMBIENTS, SPEEDS, USUAL_VOICE, Fitting
from unclench.kernel.errors import BadInput
from unclench.render.ambient import AMBIENT_NAMES
from unclench.sessions.body import Mode, Posture, Side
from unclench.sessions.catalogue import load_script, script_ids
from unclench.sessions.timeline import Ending
from unclench.voices.pace import stretch_of
from unclench.voices.pack import NAME


@st.composite
def fittings(draw: st.DrawFn) -> Fitting:
    """Any fitting of any session."""
    script = load_script(draw(st.sampled_from(script_ids())))
    modes = []
    for group in script.groups:
        others = [mode for mode in group.modes if mode != group.default]
        mode = draw(st.none() | st.sampled_from(others)) if others else None
        if mode is not None:
            modes.append((group.id, mode))
    return Fitting(
        script.id,
        draw(st.integers(1, 36_000_000)),
        voice=draw(st.none() | st.sampled_from(["espeak", "Nora_2", "x"])),
        speed=draw(st.sampled_from(SPEEDS)),
        ambient=draw(st.none() | st.sampled_from(AMBIENTS)),
        ending=draw(st.sampled_from(Ending)),
        posture=draw(st.sampled_from(Posture)),
        dominant=draw(st.sampled_from(Side)),
        modes=tuple(modes),
    )


@given(fittings())
def test_every_fitting_comes_back_from_its_own_address_to_the_millisecond(fitting: Fitting) -> None:
    assert Fitting.from_query(fitting.script_id, parse_qsl(fitting.query())) == fitting


@given(fittings(), st.randoms())
def test_the_order_of_the_fields_makes_no_difference(fitting: Fitting, random: object) -> None:
    pairs = list(fitting.pairs())
    random.shuffle(pairs)  # type: ignore[attr-defined]
    assert Fitting.from_query(fitting.script_id, pairs).query() == fitting.query()


def test_what_is_as_usual_is_left_out() -> None:
    given_in_full = (
        "minutes=12.0&voice=calm&speed=usual&ambient=none&ending=return&posture=lying&dominant=right"
    )
    fitting = Fitting.from_query("full", parse_qsl(f"{given_in_full}&right-hand=tense"))
    assert fitting == Fitting.usual("full")
    assert fitting.query() == ""


def test_a_query_reads_as_a_person_would_write_it() -> None:
    pairs = [("left-calf", "gentle"), ("right-calf", "skip"), ("ambient", "rain"), ("minutes", "10.50")]
    assert (
        Fitting.from_query("full", pairs).query()
        == "minutes=10.5&ambient=rain&right-calf=skip&left-calf=gentle"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("minutes", "0"),
        ("minutes", "-5"),
        ("minutes", "1e3"),
        ("minutes", "nan"),
        ("minutes", "601"),
        ("minutes", "12,5"),
        ("minutes", "١٢"),
        ("minutes", ""),
        ("voice", "../../etc/passwd"),
        ("voice", ""),
        ("voice", "x" * 61),
        ("speed", "fast"),
        ("ambient", "music"),
        ("ending", "stop"),
        ("posture", "standing"),
        ("dominant", "both"),
        ("right-hand", "hard"),
        ("right-arm", "skip"),
        ("utm_source", "mail"),
    ],
)
def test_a_fault_names_its_field_and_says_how_to_mend_it(name: str, value: str) -> None:
    with pytest.raises(BadInput) as fault:
        Fitting.from_query("full", [(name, value)])
    assert fault.value.where == name
    assert fault.value.mend


def test_a_field_given_twice_is_refused() -> None:
    with pytest.raises(BadInput, match="given twice"):
        Fitting.from_query("full", [("minutes", "5"), ("minutes", "12")])


def test_an_unknown_session_is_refused() -> None:
    with pytest.raises(BadInput):
        Fitting.from_query("no-such", [])


def test_a_fitting_knows_the_body_it_is_for() -> None:
    body = Fitting.from_query(
        "four", [("legs", "skip"), ("posture", "wheelchair"), ("dominant", "left")]
    ).body()
    assert (dict(body.modes), body.posture, body.dominant) == (
        {"legs": Mode.SKIP},
        Posture.WHEELCHAIR,
        Side.LEFT,
    )


def test_what_addresses_offer_is_what_there_is() -> None:
    assert set(AMBIENTS) == set(AMBIENT_NAMES)
    assert USUAL_VOICE == NAME
    assert all(stretch_of(speed) for speed in SPEEDS)
