"""Rules for what a cue may be: one sentence, with only the placeholders that are filled."""

import re

from unclench.kernel.toml import Table
from unclench.sessions.body import Side

LONGEST_CUE_WORDS = 20
"""A cue is one clip of a few seconds; more words than this cannot be said in one breath."""

_INNER_END = re.compile(r"[.!?…][\"'’”)]*\s+\S")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_END = re.compile(r"[.!?…][\"'’”)]*$")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}|[{}]")


def cues(table: Table, key: str, *, sided: bool = False) -> tuple[str, ...]:
    """The cues under a key, each checked.

    Raises:
        BadInput: a cue is empty, is no sentence or several, is too long, or holds an unknown placeholder.
    """
    texts = table.texts(key)
    listed = not isinstance(table.values[key], str)
    for index, text in enumerate(texts):
        _check(table, (key, index) if listed else (key,), text, sided=sided)
    return tuple(" ".join(text.split()) for text in texts)


def placeholders(table: Table, key: str, text: str, *, sided: bool) -> str:
    """The text, once known to hold no placeholder but ``{side}``, and that only where there are sides."""
    _check_placeholders(table, (key,), text, sided=sided)
    return text


def check_id(table: Table, key: str, text: str) -> str:
    """The text, once known to be fit for an address: small letters, digits and hyphens."""
    if not _ID.fullmatch(text):
        raise table.fault(key, f"is '{text}'", "use small letters, digits and hyphens")
    return text


def fill(text: str, side: Side | None) -> str:
    """The text with its side filled in."""
    return text.replace("{side}", side.value) if side else text


def _check(table: Table, keys: tuple[str | int, ...], text: str, *, sided: bool) -> None:
    text = text.strip()
    if _INNER_END.search(text):
        raise table.fault(keys, "holds more than one sentence", "give each sentence a text of its own")
    if not _END.search(text):
        raise table.fault(keys, "does not end as a sentence", "end it with a full stop")
    if len(text.split()) > LONGEST_CUE_WORDS:
        raise table.fault(
            keys, f"has {len(text.split())} words in one sentence", f"use {LONGEST_CUE_WORDS} at most"
        )
    _check_placeholders(table, keys, text, sided=sided)


def _check_placeholders(table: Table, keys: tuple[str | int, ...], text: str, *, sided: bool) -> None:
    for found in _PLACEHOLDER.finditer(text):
        if found[1] != "side":
            raise table.fault(keys, f"holds the unknown placeholder '{found[0]}'", "only {side} is known")
        if not sided:
            raise table.fault(keys, "holds {side}, but has no sides", 'add sides = ["right", "left"]')
