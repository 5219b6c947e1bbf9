"""TOML read key by key: places are right, and every fault names file, line and key."""

import tomllib
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unclench.kernel.errors import BadInput
from unclench.kernel.toml import read_toml
from unclench.kernel.toml_lines import key_lines


@dataclass
class Written:
    """A TOML text under construction, which remembers the line on which each key was written."""

    text: str = ""
    lines: dict[tuple[str | int, ...], int] = field(default_factory=dict)

    def note(self, *path: str | int) -> None:
        self.lines.setdefault(path, self.text.count("\n") + 1)

    def add(self, text: str) -> None:
        self.text += text


NAMES = st.sampled_from(["a", "b", "rest", "left-hand", "1", "a.b", "a b", "é", 'q"q', "#"])
BLANKS = st.sampled_from(["", "\n", "# note [x] = 'y'\n", '# """\n\n'])
SCALARS = st.sampled_from(
    [
        "1",
        "-2.5e3",
        "true",
        "1979-05-27 07:32:00",
        '"one # not a note"',
        "'literal \\'",
        '"quo\\"ted ] }"',
        '""',
        '"""\ntwo\nlines # = [x]\n"""',
        '"""ends in a quote\\""""',
        '"""two ""more"""""',
        "'''\nraw ''\n'''",
        "''",
    ]
)
VALUES = st.recursive(
    SCALARS.map(lambda text: ("scalar", text)),
    lambda inner: st.one_of(
        st.tuples(st.just("array"), st.lists(st.tuples(inner, BLANKS), max_size=3)),
        st.tuples(st.just("inline"), st.dictionaries(NAMES, inner, max_size=3)),
    ),
    max_leaves=6,
)
TABLES = st.dictionaries(NAMES, VALUES, max_size=3)


def key_text(name: str) -> str:
    """The key, quoted where it has to be."""
    bare = name.isascii() and name.replace("-", "").isalnum()
    return name if bare else '"' + name.replace('"', '\\"') + '"'


def write_value(
    doc: Written, path: tuple[str | int, ...], value: tuple[str, object], *, inline: bool
) -> None:
    kind, content = value
    if kind == "scalar":
        doc.add(str(content))
    elif kind == "array":
        doc.add("[")
        assert isinstance(content, list)
        for index, (item, blank) in enumerate(content):
            doc.add("" if inline else f"\n{blank}")
            doc.note(*path, index)
            write_value(doc, (*path, index), item, inline=inline)
            doc.add(",")
        doc.add("]")
    else:
        doc.add("{ ")
        assert isinstance(content, dict)
        for count, (name, item) in enumerate(content.items()):
            doc.add(", " if count else "")
            doc.note(*path, name)
            doc.add(f"{key_text(name)} = ")
            write_value(doc, (*path, name), item, inline=True)
        doc.add(" }")


def write_pairs(doc: Written, path: tuple[str | int, ...], table: dict[str, tuple[str, object]]) -> None:
    for name, value in table.items():
        doc.note(*path, name)
        doc.add(f"{key_text(name)} = ")
        write_value(doc, (*path, name), value, inline=False)
        doc.add(" # end\n")


@given(
    root=TABLES,
    tables=st.dictionaries(NAMES, TABLES, max_size=2),
    lists=st.dictionaries(NAMES, st.lists(TABLES, min_size=1, max_size=3), max_size=2),
    blank=BLANKS,
)
def test_every_key_of_any_document_is_found_on_its_line(root, tables, lists, blank):
    doc = Written()
    write_pairs(doc, (), root)
    for name, table in tables.items():
        if name in root:
            continue
        doc.add(blank)
        doc.note(name)
        doc.note(name, "sub")
        doc.add(f"[ {key_text(name)} . sub ]\n")
        write_pairs(doc, (name, "sub"), table)
    for name, items in lists.items():
        if name in root or name in tables:
            continue
        for index, table in enumerate(items):
            doc.add(blank)
            doc.note(name)
            doc.note(name, index)
            doc.add(f"[[{key_text(name)}]]\n")
            write_pairs(doc, (name, index), table)
            doc.note(name, index, "within")
            doc.add(f"[{key_text(name)}.within]\n")
    tomllib.loads(doc.text)
    assert key_lines(doc.text) == doc.lines


def test_dotted_keys_are_found_under_each_of_their_parents():
    lines = key_lines("x = 1\na.b.c = 2\na.b.d = 3\n")
    assert lines == {("x",): 1, ("a",): 2, ("a", "b"): 2, ("a", "b", "c"): 2, ("a", "b", "d"): 3}


def test_windows_line_ends_count_once():
    assert key_lines('a = """x\r\ny"""\r\nb = 1\r\n') == {("a",): 1, ("b",): 3}


def test_a_broken_line_is_named():
    with pytest.raises(BadInput, match=r"^mine\.toml:2: is not valid TOML") as caught:
        read_toml("a = 1\nb = = 2\n", where="mine.toml")
    assert "(at" not in str(caught.value)


def test_a_text_that_stops_too_soon_is_named_by_its_last_line():
    with pytest.raises(BadInput, match=r"^mine\.toml:3: "):
        read_toml('a = 1\nb = 2\nc = """x', where="mine.toml")


def test_brackets_without_end_are_refused_in_one_line():
    with pytest.raises(BadInput, match=r"^mine\.toml: is nested too deeply"):
        read_toml("a = " + "[" * 5_000 + "]" * 5_000, where="mine.toml")


@pytest.mark.parametrize(
    ("text", "ask", "place"),
    [
        ("a = 1\nb = 2", lambda t: t.text("b"), "f.toml:2: b: is a number, not a text"),
        ("a = 1", lambda t: t.text("b"), "f.toml:1: b: is missing"),
        ("\n[x]\na = 1", lambda t: t.table("x").text("b"), "f.toml:2: x.b: is missing"),
        ("a = ''", lambda t: t.text("a"), "f.toml:1: a: is empty"),
        ("a = [\n'x',\n'  ']", lambda t: t.texts("a"), "f.toml:3: a[2]: is empty"),
        ("a = [\n'x',\n5]", lambda t: t.texts("a"), "f.toml:3: a[2]: is a number, not a text"),
        ("a = []", lambda t: t.texts("a"), "f.toml:1: a: is an empty list"),
        ("a = true", lambda t: t.number("a", 0, 1), "f.toml:1: a: is true or false, not a number"),
        ("a = 1", lambda t: t.flag("a"), "f.toml:1: a: is a number, not true or false"),
        ("a = nan", lambda t: t.number("a", 0, 1), "f.toml:1: a: is nan; use a number from 0 to 1"),
        ("a = 3", lambda t: t.whole("a", 0, 2), "f.toml:1: a: is 3; use a whole number from 0 to 2"),
        ("a = 2020-01-01", lambda t: t.table("a"), "f.toml:1: a: is a date or time, not a table"),
        ("a = [\n{},\n1]", lambda t: t.tables("a"), "f.toml:3: a[2]: is a number, not a table"),
        (
            "[[x]]\n[[x]]\nbee = 1",
            lambda t: t.tables("x")[1].only({"been"}),
            "f.toml:3: x[2].bee: is not a key",
        ),
        ("zz = 1", lambda t: t.only({"a", "b"}), "f.toml:1: zz: is not a key known here; known here: a, b"),
    ],
)
def test_a_fault_names_file_line_and_key(text, ask, place):
    with pytest.raises(BadInput) as caught:
        ask(read_toml(text, where="f.toml"))
    assert str(caught.value).startswith(place)


def test_a_mistyped_key_is_met_with_the_likely_one():
    with pytest.raises(BadInput, match="did you mean 'pause'"):
        read_toml("pasue = 1", where="f").only({"pause", "say"})


def test_what_is_sound_is_read_as_it_stands():
    table = read_toml("t = 'x'\nl = ['y', 'z']\nn = 1.5\nw = 2\nf = false\n[[s]]\n[[s]]\n", where="f")
    assert (table.text("t"), table.texts("t"), table.texts("l")) == ("x", ("x",), ("y", "z"))
    assert (table.number("n", 0, 2), table.whole("w", 0, 2), table.flag("f")) == (1.5, 2, False)
    assert (len(table.tables("s")), table.tables("none")) == (2, ())
