"""``unclench session list | show | check``: results on stdout, one clear line and exit 1 for bad input."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from unclench.cli.session import session
from unclench.kernel.errors import BadInput
from unclench.sessions.catalogue import script_ids
from unclench.sessions.parts import PARTS

OWN = """\
id = "rest"
title = "A rest"
summary = "Hands and a pause."
version = "1"
language = "en-GB"
usual_minutes = 4
longest_minutes = 6
include = "english"
mode = "release-only"
modes = ["release-only", "skip"]

[pace]
sentence_gap = 0.7
repeats = { wish = 1, most = 2 }
settle = { least = 0.5, wish = 1, most = 3 }
release = { least = 1, wish = 5, most = 20 }
rest = { least = 2, wish = 20, most = 60 }

[[opening]]
use = "position"

[[group]]
use = "hand"

[[closing]]
use = "quiet"
"""


def run(*args: str) -> Result:
    return CliRunner().invoke(session, args)


def told(*args: str) -> str:
    result = run(*args)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def own_script(tmp_path: Path) -> Path:
    file = tmp_path / "rest.toml"
    file.write_text(OWN, encoding="utf-8")
    return file


def test_the_list_names_each_session_with_its_usual_minutes():
    lines = told("list").splitlines()
    assert [line.split()[0] for line in lines] == list(script_ids())
    assert lines[0].split() == ["full", "12", "min", "Full", "relaxation"]


def test_the_list_as_data_holds_the_same():
    listed = json.loads(told("list", "--json"))
    assert [(each["id"], each["usual_minutes"]) for each in listed][:3] == [
        ("full", 12),
        ("seven", 8),
        ("four", 5),
    ]
    assert set(listed[0]) == {"id", "title", "summary", "usual_ms", "usual_minutes"}


@pytest.mark.parametrize("script_id", script_ids())
def test_a_session_as_data_says_groups_modes_and_lengths(script_id):
    shown = json.loads(told("show", script_id, "--json"))
    assert set(shown) == {
        "id",
        "title",
        "summary",
        "version",
        "language",
        "groups",
        "modes",
        "lengths",
        "endings",
        "postures",
        "safety",
        "ask_first",
    }
    assert shown["id"] == script_id
    lengths = shown["lengths"]
    assert lengths["shortest_ms"] < lengths["usual_ms"] < lengths["longest_ms"]
    assert lengths["usual_minutes"] * 60_000 == lengths["usual_ms"]
    assert shown["endings"] == ["return", "sleep"]
    assert shown["postures"] == ["lying", "chair", "wheelchair"]
    for group in shown["groups"]:
        assert set(group) == {"id", "name", "region", "covers", "modes", "mode"}
        assert group["mode"] in group["modes"]


def test_the_full_session_lists_its_sixteen_groups():
    shown = json.loads(told("show", "full", "--json"))
    assert [group["id"] for group in shown["groups"]] == list(PARTS)
    assert shown["groups"][0] == {
        "id": "right-hand",
        "name": "Right hand and forearm",
        "region": "right-arm",
        "covers": ["right-hand"],
        "modes": ["tense", "gentle", "release-only", "imagine", "skip"],
        "mode": "tense",
    }


def test_the_minutes_that_are_shown_can_be_asked_for():
    for script_id in script_ids():
        lengths = json.loads(told("show", script_id, "--json"))["lengths"]
        assert lengths["shortest_minutes"] * 60_000 >= lengths["shortest_ms"]
        assert lengths["longest_minutes"] * 60_000 <= lengths["longest_ms"]


def test_a_session_in_words_names_groups_lengths_and_who_asks_first():
    text = told("show", "recall")
    assert "Remembering the feeling (recall, version 1.0, en-GB)" in text
    assert "Length: usually 6 minutes; from 3 minutes" in text
    assert "Modes: release-only, imagine, skip; release-only unless you choose" in text
    assert "  right-arm        Right arm" in text
    assert "Ask your MS team first about:\n  - New or worsening symptoms" in text
    assert "none: steady breathing" in told("show", "breathing")


def test_a_script_of_ones_own_is_shown_by_its_file(own_script):
    shown = json.loads(told("show", str(own_script), "--json"))
    assert [group["id"] for group in shown["groups"]] == ["right-hand", "left-hand"]


def test_a_sound_file_is_called_fine_with_what_it_holds(own_script):
    line = told("check", str(own_script))
    assert line.startswith(f"{own_script}: fine: 'A rest', 2 groups, ")
    assert line.count("\n") == 1


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ('use = "hand"', 'use = "fin"', ":23: group[1].use: names no shared group: 'fin'"),
        ("repeats = { wish = 1, most = 2 }", "repeats = ", ":14: is not valid TOML: "),
        ("wish = 5", "wish = 50", ":16: pace.release.wish: is 50, outside 1 to 20"),
    ],
)
def test_a_faulty_file_is_refused_by_line_and_key(own_script, before, after, message):
    own_script.write_text(OWN.replace(before, after), encoding="utf-8")
    result = run("check", str(own_script))
    assert isinstance(result.exception, BadInput)
    assert str(result.exception).startswith(f"{own_script}{message}")
    assert result.stdout == ""


def test_what_cannot_be_read_is_refused_by_its_name(tmp_path):
    for name, said in (
        ("none.toml", "cannot be read (No such file"),
        ("", "cannot be read (Is a directory)"),
    ):
        result = run("check", str(tmp_path / name))
        assert isinstance(result.exception, BadInput)
        assert said in str(result.exception)


def test_a_file_that_is_not_text_is_refused_by_its_line(tmp_path):
    file = tmp_path / "latin.toml"
    file.write_bytes(b'id = "x"\ntitle = "caf\xe9"\n')
    result = run("check", str(file))
    assert str(result.exception) == f"{file}:2: is not UTF-8 text; save it as UTF-8"


def test_an_unknown_session_ends_in_one_line_and_exit_1():
    done = subprocess.run(
        [sys.executable, "-m", "unclench", "session", "show", "nap"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        "unclench: there is no session called 'nap';"
        " known sessions: full, seven, four, release-only, breathing, recall, imagery\n"
    )


def test_a_byte_order_mark_does_no_harm(own_script):
    own_script.write_bytes(b"\xef\xbb\xbf" + OWN.encode())
    assert "fine" in told("check", str(own_script))


def test_wrong_usage_ends_in_exit_2():
    assert run("show").exit_code == 2
    assert run("check", "a", "b").exit_code == 2
