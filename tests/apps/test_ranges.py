"""Which bytes a request asks for: every odd header has one safe answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unclench.foundation.media.disposition import disposition
from unclench.foundation.media.ranges import (
    Stretch,
    UnsatisfiableError,
    asked_range,
    names_this,
    range_still_holds,
)

LENGTH = 1000


@pytest.mark.parametrize(
    ("header", "stretch"),
    [
        ("bytes=0-0", Stretch(0, 1)),
        ("bytes=0-", Stretch(0, 1000)),
        ("bytes=999-", Stretch(999, 1000)),
        ("bytes=10-19", Stretch(10, 20)),
        ("bytes=10-99999", Stretch(10, 1000)),
        ("bytes=-1", Stretch(999, 1000)),
        ("bytes=-5000", Stretch(0, 1000)),
        ("Bytes=5-6", Stretch(5, 7)),
    ],
)
def test_one_range_is_honoured(header: str, stretch: Stretch) -> None:
    assert asked_range(header, LENGTH) == stretch


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=5-2",
        "bytes=-5-10",
        "bytes=1.5-3",
        "bytes=0-1,5-6",
        "bytes=" + ",".join("0-" for _ in range(5000)),
        "items=0-5",
        "bytes=٣-٤",
        "bytes=0x10-0x20",
        "bytes=" + "9" * 5000 + "-",
    ],
)
def test_whatever_is_not_one_range_of_bytes_gets_the_whole_file(header: str | None) -> None:
    assert asked_range(header, LENGTH) is None


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=1000-2000", "bytes=99999999999-", "bytes=-0"])
def test_a_range_beyond_the_file_is_refused(header: str) -> None:
    with pytest.raises(UnsatisfiableError):
        asked_range(header, LENGTH)


@given(st.text(max_size=60), st.integers(0, 10_000))
def test_no_header_ever_asks_for_bytes_that_are_not_there(rest: str, length: int) -> None:
    try:
        stretch = asked_range(f"bytes={rest}", length)
    except UnsatisfiableError:
        return
    assert stretch is None or 0 <= stretch.start < stretch.stop <= length


@given(st.integers(0, 5000), st.integers(0, 5000), st.integers(1, 3000))
def test_a_range_is_what_slicing_gives(first: int, last: int, length: int) -> None:
    if last < first or first >= length:
        return
    stretch = asked_range(f"bytes={first}-{last}", length)
    assert stretch is not None
    assert range(length)[stretch.start : stretch.stop] == range(first, min(last + 1, length))


def test_a_kept_copy_is_named_by_its_tag_alone() -> None:
    assert names_this('"abc"', "abc")
    assert names_this('W/"abc"', "abc")
    assert names_this('"x", "abc"', "abc")
    assert names_this("*", "abc")
    assert not names_this('"abcd"', "abc")
    assert not names_this("abc", "abc")
    assert not names_this(None, "abc")


def test_a_range_of_another_version_is_not_mixed_in() -> None:
    assert range_still_holds(None, "abc")
    assert range_still_holds('"abc"', "abc")
    assert not range_still_holds('W/"abc"', "abc")
    assert not range_still_holds('"old"', "abc")
    assert not range_still_holds("Sun, 22 Nov 2026 09:00:00 GMT", "abc")


def test_a_plain_name_is_given_once() -> None:
    assert disposition("Unclench - The whole body - 12 min.mp3", download=True) == (
        'attachment; filename="Unclench - The whole body - 12 min.mp3"'
    )


def test_a_name_beyond_ascii_is_given_twice() -> None:
    assert (
        disposition("Öl.mp3", download=False) == "inline; filename=\"_l.mp3\"; filename*=UTF-8''%C3%96l.mp3"
    )


@given(st.text(max_size=80))
def test_no_name_breaks_out_of_its_header(name: str) -> None:
    value = disposition(name.encode("utf-8", "replace").decode(), download=True)
    assert value.isascii()
    assert value.isprintable()
    assert value.split('filename="', 1)[1].split('"')[0].count("\\") == 0
