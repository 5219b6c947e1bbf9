"""TOML read key by key, where every fault names the file, the line and the key."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from unclench.kernel.errors import BadInput
from unclench.kernel.toml_lines import KeyPath, key_lines

_PLACE = re.compile(r"\s*\(at (?:line (?P<line>\d+), column \d+|end of document)\)\s*$")


def read_toml(text: str, *, where: str) -> "Table":
    """The root table of a TOML text; ``where`` is the file's name, as people know it.

    Raises:
        BadInput: the text is not TOML; names the line.
    """
    try:
        values, lines = tomllib.loads(text), key_lines(text)
    except tomllib.TOMLDecodeError as fault:
        message = str(fault)
        found = _PLACE.search(message)
        line = (found and found["line"]) or text.count("\n") + 1
        what = _PLACE.sub("", message)
        raise BadInput(
            f"is not valid TOML: {what[:1].lower()}{what[1:]}", where=f"{where}:{line}", mend="mend this line"
        ) from fault
    except RecursionError as fault:
        raise BadInput(
            "is nested too deeply", where=where, mend="use fewer brackets within brackets"
        ) from fault
    return Table(values, (), lines, where)


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a TOML file, read by asking for keys of a known type.

    Every method that asks for a key raises ``BadInput`` with file, line and key when it is missing or of
    another type.
    """

    values: Mapping[str, Any]
    path: KeyPath
    lines: Mapping[KeyPath, int]
    where: str

    def place(self, *keys: str | int) -> str:
        """``file:line: key`` of a key in here (or of the table itself, where the key is missing)."""
        path = (*self.path, *keys)
        known = path
        while known and known not in self.lines:
            known = known[:-1]
        dotted = "".join(f"[{key + 1}]" if isinstance(key, int) else f".{key}" for key in path).lstrip(".")
        return f"{self.where}:{self.lines.get(known, 1)}" + (f": {dotted}" if dotted else "")

    def fault(self, key: str | int | tuple[str | int, ...], what: str, mend: str = "") -> BadInput:
        """A ``BadInput`` about a key of this table (or about a path below it)."""
        keys = key if isinstance(key, tuple) else (key,)
        return BadInput(what, where=self.place(*keys), mend=mend)

    def has(self, key: str) -> bool:
        """Whether the key is given."""
        return key in self.values

    def only(self, keys: Iterable[str]) -> None:
        """Refuse any key but these."""
        known = sorted(keys)
        for key in self.values:
            if key not in known:
                near = get_close_matches(key, known, n=1)
                mend = f"did you mean '{near[0]}'?" if near else f"known here: {', '.join(known)}"
                raise self.fault(key, "is not a key known here", mend)

    def text(self, key: str) -> str:
        """A string that is not empty."""
        value = self._get(key, str, "a text in quotes")
        if not value.strip():
            raise self.fault(key, "is empty", "write something, or leave the key out")
        return str(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """One text or a list of texts, none empty; at least one."""
        if isinstance(self.values.get(key), str):
            return (self.text(key),)
        items = self._get(key, list, "a text or a list of texts")
        if not items:
            raise self.fault(key, "is an empty list", "give at least one text")
        for index, item in enumerate(items):
            if not isinstance(item, str):
                raise self.fault((key, index), f"is {_kind(item)}, not a text in quotes")
            if not item.strip():
                raise self.fault((key, index), "is empty", "write something, or leave it out")
        return tuple(items)

    def whole(self, key: str, least: int, most: int) -> int:
        """A whole number between two bounds, both allowed."""
        value = self._get(key, int, "a whole number")
        if not least <= value <= most:
            raise self.fault(key, f"is {value}", f"use a whole number from {least} to {most}")
        return int(value)

    def number(self, key: str, least: float, most: float) -> float:
        """A number between two bounds, both allowed."""
        value = self._get(key, (int, float), "a number")
        if not least <= value <= most:  # also refuses nan
            raise self.fault(key, f"is {value}", f"use a number from {least:g} to {most:g}")
        return float(value)

    def flag(self, key: str) -> bool:
        """``true`` or ``false``."""
        return bool(self._get(key, bool, "true or false"))

    def table(self, key: str) -> "Table":
        """A table."""
        return Table(self._get(key, dict, "a table"), (*self.path, key), self.lines, self.where)

    def tables(self, key: str) -> tuple["Table", ...]:
        """A list of tables; empty where the key is missing."""
        if not self.has(key):
            return ()
        items = self._get(key, list, "a list of tables")
        for index, item in enumerate(items):
            if not isinstance(item, dict):
                raise self.fault((key, index), f"is {_kind(item)}, not a table")
        return tuple(
            Table(item, (*self.path, key, index), self.lines, self.where) for index, item in enumerate(items)
        )

    def _get(self, key: str, wanted: type | tuple[type, ...], said: str) -> Any:
        if key not in self.values:
            raise self.fault(key, "is missing", f"give {said}")
        value = self.values[key]
        if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
            raise self.fault(key, f"is {_kind(value)}, not {said}")
        return value


def _kind(value: object) -> str:
    kinds = {
        bool: "true or false",
        str: "a text",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "a table",
    }
    return kinds.get(type(value), "a date or time")
