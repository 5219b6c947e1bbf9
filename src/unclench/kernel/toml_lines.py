"""Where each key of a TOML text stands, so that a fault can name its line.

The standard library reads TOML without keeping places. This walks a text that is already known to be valid
TOML and notes the line of every key and every array element.
"""

import re
import tomllib
from bisect import bisect_right

KeyPath = tuple[str | int, ...]
"""Keys and array indices (from 0) from the root to a value: ``("group", 2, "rest", "wish")``."""

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}' + r"|'''.*?'{3,5}" + r'|"(?:\\.|[^"\\])*"' + r"|'[^']*'",
    re.DOTALL,
)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}#\n]+")


def key_lines(text: str) -> dict[KeyPath, int]:
    """The line, counted from 1, of every key and array element of a valid TOML text."""
    return _Walk(text).lines()


class _Walk:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._starts = [0] + [found.end() for found in re.finditer("\n", text)]
        self._lines: dict[KeyPath, int] = {}
        self._last: dict[KeyPath, int] = {}

    def lines(self) -> dict[KeyPath, int]:
        base: KeyPath = ()
        self._blank()
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                base = self._header()
            else:
                self._pair(base)
            self._blank()
        return self._lines

    def _blank(self) -> None:
        found = _BLANK.match(self._text, self._at)
        self._at = found.end() if found else self._at

    def _note(self, path: KeyPath, at: int) -> None:
        self._lines.setdefault(path, bisect_right(self._starts, at))

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        if not found:  # pragma: no cover - only for a text that tomllib would have refused
            raise ValueError(f"not TOML at character {self._at}")
        self._at = found.end()
        return found.group()

    def _header(self) -> KeyPath:
        at = self._at
        many = self._text.startswith("[[", at)
        self._at += 2 if many else 1
        keys = self._keys()
        self._at += 2 if many else 1
        base: KeyPath = ()
        for key in keys[:-1]:
            base = self._into((*base, key), at)
        base = (*base, keys[-1])
        self._note(base, at)
        if many:
            self._last[base] = self._last.get(base, -1) + 1
            base = (*base, self._last[base])
            self._note(base, at)
        return base

    def _into(self, path: KeyPath, at: int) -> KeyPath:
        self._note(path, at)
        return (*path, self._last[path]) if path in self._last else path

    def _keys(self) -> list[str]:
        keys: list[str] = []
        while True:
            self._blank()
            if self._text[self._at] in "\"'":
                keys.append(tomllib.loads(f"key = {self._take(_STRING)}")["key"])
            else:
                keys.append(self._take(_BARE_KEY))
            self._blank()
            if self._text[self._at] != ".":
                return keys
            self._at += 1

    def _pair(self, base: KeyPath) -> None:
        at = self._at
        for key in self._keys():
            base = (*base, key)
            self._note(base, at)
        self._at += 1  # the equals sign
        self._value(base)

    def _value(self, path: KeyPath) -> None:
        self._blank()
        first = self._text[self._at]
        if first in "\"'":
            self._take(_STRING)
        elif first == "[":
            self._items(path)
        elif first == "{":
            self._pairs(path)
        else:
            self._take(_SCALAR)

    def _items(self, path: KeyPath) -> None:
        self._at += 1
        self._blank()
        count = 0
        while self._text[self._at] != "]":
            self._note((*path, count), self._at)
            self._value((*path, count))
            count += 1
            self._comma()
        self._at += 1

    def _pairs(self, path: KeyPath) -> None:
        self._at += 1
        self._blank()
        while self._text[self._at] != "}":
            self._pair(path)
            self._comma()
        self._at += 1

    def _comma(self) -> None:
        self._blank()
        if self._text[self._at] == ",":
            self._at += 1
            self._blank()
