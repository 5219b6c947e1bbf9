"""The drawing of the person at rest."""

import itertools
import math
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unclench.sessions.body import Posture
from unclench.sessions.catalogue import load_script, script_ids
from unclench.sessions.figure import PARTS, figure_svg
from unclench.sessions.figure.curves import Knot, bend, flatten, knots, mirror, path_data, spline
from unclench.sessions.figure.mark import mark_svg
from unclench.sessions.figure.postures import drawing

POSTURES = list(Posture)
POINTS = st.lists(
    st.tuples(st.integers(-500, 500), st.integers(-500, 500)), min_size=3, max_size=12, unique=True
)


def tree(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 (our own drawing)


def outlines(posture: Posture) -> dict[str, list[tuple[float, float]]]:
    return {layer.part: flatten(layer.path) for layer in drawing(posture).layers if layer.part}


def area_and_middle(points: list[tuple[float, float]]) -> tuple[float, float, float]:
    twice, across, down = 0.0, 0.0, 0.0
    for (x1, y1), (x2, y2) in zip(points, [*points[1:], points[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        twice, across, down = twice + cross, across + (x1 + x2) * cross, down + (y1 + y2) * cross
    return abs(twice) / 2, across / (3 * twice), down / (3 * twice)


@pytest.mark.parametrize("posture", POSTURES)
def test_every_posture_shows_each_of_the_sixteen_parts_once(posture: Posture) -> None:
    parts = [layer.part for layer in drawing(posture).layers if layer.part]
    assert sorted(parts) == sorted(PARTS)


def test_every_part_that_a_script_covers_is_in_the_figure() -> None:
    covered = {part for name in script_ids() for group in load_script(name).groups for part in group.covers}
    assert covered == set(PARTS)


@pytest.mark.parametrize("posture", POSTURES)
def test_every_part_is_a_closed_shape_of_a_size_one_can_see(posture: Posture) -> None:
    for part, points in outlines(posture).items():
        assert math.dist(points[0], points[-1]) < 1e-6, part
        assert area_and_middle(points)[0] > 1200, part


@pytest.mark.parametrize("posture", POSTURES)
def test_the_persons_right_is_on_the_viewers_left(posture: Posture) -> None:
    middles = {part: area_and_middle(points)[1] for part, points in outlines(posture).items()}
    for part, across in middles.items():
        if part.startswith("right-"):
            assert across < -20, part
            assert middles[part.replace("right-", "left-")] > 20


@pytest.mark.parametrize("posture", POSTURES)
def test_parts_follow_each_other_from_forehead_to_foot(posture: Posture) -> None:
    middles = {part: area_and_middle(points)[2] for part, points in outlines(posture).items()}
    way = (
        "forehead",
        "cheeks",
        "jaw",
        "neck",
        "shoulders",
        "abdomen",
        "left-thigh",
        "left-calf",
        "left-foot",
    )
    assert [middles[part] for part in way] == sorted(middles[part] for part in way)


@pytest.mark.parametrize("posture", POSTURES)
def test_everything_lies_on_the_page(posture: Posture) -> None:
    page = drawing(posture)
    for layer in page.layers:
        for x, y in flatten(layer.path):
            assert 0 <= x + page.centre[0] <= page.width
            assert 0 <= y + page.centre[1] <= page.height


@pytest.mark.parametrize("posture", POSTURES)
def test_the_svg_needs_neither_styles_nor_scripts(posture: Posture) -> None:
    for element in tree(figure_svg(posture, title="A person at rest")).iter():
        assert element.tag.rpartition("}")[2] not in {"script", "style", "foreignObject"}
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]


@pytest.mark.parametrize("posture", POSTURES)
def test_ids_are_unique_and_every_reference_is_met(posture: Posture) -> None:
    svg = figure_svg(posture, title="One", id_prefix="one") + figure_svg(
        posture, title="Two", id_prefix="two"
    )
    ids = re.findall(r'\bid="([^"]+)"', svg)
    assert len(ids) == len(set(ids))
    wanted = set(re.findall(r'(?:href="|url\()#([^")]+)', svg)) | set(
        re.findall(r'labelledby="([^"]+)"', svg)
    )
    assert wanted <= set(ids)


def test_a_part_says_its_name_and_its_state() -> None:
    svg = figure_svg(Posture.CHAIR, names={"neck": "Neck & throat"}, states={"neck": "tense"})
    (neck,) = (g for g in tree(svg).iter() if g.get("class") == "part" and g.get("data-part") == "neck")
    assert neck.get("data-state") == "tense"
    assert neck[0].text == "Neck & throat"
    states = [g.get("data-state") for g in tree(svg).iter() if g.get("class") == "part"]
    assert sorted(states) == ["rest"] * 15 + ["tense"]


def test_each_state_has_a_texture_of_its_own_and_not_a_colour_alone() -> None:
    patterns = {
        pattern.get("id"): [(child.tag, child.get("d"), child.get("r")) for child in pattern]
        for pattern in tree(figure_svg(Posture.LYING)).iter()
        if pattern.tag.endswith("pattern")
    }
    assert len(patterns) == 5
    assert len({str(marks) for marks in patterns.values()}) == 5


def test_a_figure_without_a_title_is_silent_and_one_with_a_title_is_said() -> None:
    silent, said = tree(figure_svg(Posture.LYING)), tree(figure_svg(Posture.LYING, title="Lying <down>"))
    assert silent.get("aria-hidden") == "true"
    assert said.get("role") == "img"
    assert said[0].text == "Lying <down>"


def test_every_part_can_also_be_hit_a_little_beside_it() -> None:
    hits = [use for use in tree(figure_svg(Posture.LYING)).iter() if use.get("class") == "hit"]
    assert {use.get("data-part") for use in hits} == set(PARTS)
    assert all(float(use.get("stroke-width", "0")) >= 30 for use in hits)


@pytest.mark.parametrize("posture", POSTURES)
def test_a_closer_look_holds_the_whole_face(posture: Posture) -> None:
    view = [float(word) for word in (tree(figure_svg(posture, head_only=True)).get("viewBox") or "").split()]
    page = drawing(posture)
    for part in ("forehead", "cheeks", "jaw", "neck"):
        for x, y in outlines(posture)[part]:
            assert view[0] <= x + page.centre[0] <= view[0] + view[2]
            assert view[1] <= y + page.centre[1] <= view[1] + view[3]


def test_the_mark_is_one_line_in_the_colour_of_the_text() -> None:
    (path,) = tree(mark_svg(title="Unclench"))
    assert path.get("stroke") == "currentColor"
    assert (path.get("d") or "").count("M") == 1


@given(POINTS, st.booleans())
def test_a_line_passes_through_its_points_and_turns_only_at_corners(
    points: list[tuple[int, int]], closed: bool
) -> None:
    line = spline([Knot(x, y) for x, y in points], closed=closed)
    assert [cubic[0] for cubic in line] == [(x, y) for x, y in points][: len(line)]
    for before, after in itertools.pairwise(line):
        assert before[3] == after[0]
        arriving = [end - handle for end, handle in zip(before[3], before[2], strict=True)]
        leaving = [handle - start for start, handle in zip(after[0], after[1], strict=True)]
        across = arriving[0] * leaving[1] - arriving[1] * leaving[0]
        assert abs(across) <= 1e-6 * (1 + math.hypot(*arriving) * math.hypot(*leaving))


def test_a_corner_lets_the_line_turn_sharply() -> None:
    line = spline(knots("0,0 10,0 20,0! 20,10 20,20"))
    assert line[1][2][1] == pytest.approx(0, abs=1)
    assert line[2][1][0] == pytest.approx(20, abs=1)


def test_a_half_turned_over_exchanges_left_and_right() -> None:
    half = knots("knee-l:10,5 12,7!")
    assert mirror(half) == (Knot(-12, 7, "", corner=True), Knot(-10, 5, "knee-r"))
    assert mirror(mirror(half)) == half


def test_bending_moves_nothing_above_the_joint_and_keeps_lengths_below() -> None:
    limb = knots("0,-10 0,0 0,100 0,150")
    bent = bend(limb, (0, 0), 30, 50)
    assert bent[:2] == limb[:2]
    assert math.dist(bent[2].at, (0, 0)) == pytest.approx(100)
    assert math.dist(bent[2].at, bent[3].at) == pytest.approx(50)


def test_a_point_that_cannot_be_read_is_named() -> None:
    with pytest.raises(ValueError, match="not a point: '3;4'"):
        knots("1,2 3;4")


def test_path_data_begins_with_a_move_and_closes() -> None:
    data = path_data(spline(knots("0,0 10,0 10,10"), closed=True), closed=True)
    assert data.startswith("M0,0C")
    assert data.count("C") == 3
    assert data.endswith("Z")
