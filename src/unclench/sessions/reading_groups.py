"""The groups of a script file -> groups and the segments of each group in each mode."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from unclench.kernel.toml import Table
from unclench.sessions.body import Mode, Side
from unclench.sessions.laying import HOLD_QUIET_MS
from unclench.sessions.parts import PARTS
from unclench.sessions.script import ScriptGroup, Segment, Span
from unclench.sessions.speech import reading_ms
from unclench.sessions.timeline import PhaseKind
from unclench.sessions.wording import check_id, cues, fill, placeholders

TENSION_SECONDS = (3, 10)
"""Bounds for tensing. Published protocols hold 5 to 10 s; longer invites cramp, shorter is no contrast."""

SENTENCE_GAP_SECONDS = (0.2, 3)
"""Bounds for the quiet between two sentences of one phase."""

_TEXT_KEYS = ("settle", "tense", "release", "imagine", "rest")
_KEYS = {"use", "id", "name", "region", "covers", "sides", "seconds", *_TEXT_KEYS}
_SECONDS = {
    "tense": TENSION_SECONDS,
    "gentle": TENSION_SECONDS,
    "settle": (0, 600),
    "release": (0, 600),
    "rest": (0, 600),
}
PACE_KEYS = {"sentence_gap", "repeats", *_SECONDS}


def read_span(table: Table, key: str, least: float, most: float) -> Span:
    """Seconds with ``least``, ``wish`` and ``most``, in whole milliseconds.

    Raises:
        BadInput: a bound is missing, out of range, or the wish does not lie between least and most.
    """
    span = table.table(key)
    span.only({"least", "wish", "most"})
    lower, wish, upper = (span.number(name, least, most) for name in ("least", "wish", "most"))
    if lower > upper:
        raise span.fault("least", f"is {lower:g}, above most ({upper:g})", "let least <= wish <= most")
    if not lower <= wish <= upper:
        raise span.fault("wish", f"is {wish:g}, outside {lower:g} to {upper:g}", "let least <= wish <= most")
    return Span(*(round(seconds * 1000) for seconds in (lower, wish, upper)))


POOLS = frozenset({"again", "again_rest", "let_go", *(mode.value for mode in Mode)})
"""Lists of cues that groups draw from in turn, so that a phrase does not come round too often."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What all groups of one script share."""

    shared: Table | None
    pace: Table
    pools: Mapping[str, tuple[str, ...]]
    modes: tuple[Mode, ...]
    default: Mode
    repeats: int


class GroupReader:
    """One ``[[group]]``: it may take words from a shared group by ``use`` and override any of its keys."""

    def __init__(self, own: Table, setting: Setting, index: int) -> None:
        own.only(_KEYS)
        self._setting, self._index = setting, index
        self._layers = (own, *self._used(own, setting.shared))
        self._spans = _read_spans(setting.pace, self._layer("seconds"), setting.modes)
        self.sides = self._read_sides()
        self._words = {side: {key: self._cues(key, side) for key in _TEXT_KEYS} for side in self.sides}
        self.limb = self._text("region")
        for key in ("id", "region"):
            check_id(self._layer(key), key, fill(self._text(key), self.sides[0]))

    def group(self, side: Side | None) -> ScriptGroup:
        """The group on one side."""
        name = fill(self._text("name"), side)
        return ScriptGroup(
            id=fill(self._text("id"), side),
            name=name[:1].upper() + name[1:],
            region=fill(self._text("region"), side),
            covers=self._covers(side),
            modes=self._setting.modes,
            default=self._setting.default,
        )

    def check_new(self, seen: dict[str, str]) -> None:
        """Refuse an id, or a part of the body, that an earlier group has; remember this group's own."""
        own = self._layers[0]
        for side in self.sides:
            group = self.group(side)
            for key, names in (("id", (group.id,)), ("covers", group.covers)):
                for name in names:
                    if earlier := seen.get(f"{key} {name}"):
                        place = key if own.has(key) else "use"
                        raise own.fault(place, f"'{name}' stands twice", f"it is already in {earlier}")
                    seen[f"{key} {name}"] = own.place()

    def rounds(self) -> dict[tuple[str, Mode], tuple[tuple[Segment, ...], ...]]:
        """For each side and mode: the segments of the first time the group is met, the second, and so on."""
        return {
            (self.group(side).id, mode): tuple(
                tuple(self._segments(side, mode, self._index + offset, again))
                for again in range(self._setting.repeats)
            )
            for offset, side in enumerate(self.sides)
            for mode in self._setting.modes
            if mode is not Mode.SKIP
        }

    def _segments(self, side: Side | None, mode: Mode, index: int, again: int) -> Iterator[Segment]:
        group, words, spans = self.group(side).id, self._words[side], self._spans
        naming = self._pool("again", index + again) if again else words["settle"]
        lead = self._pool(mode.value, index + again)
        yield Segment(PhaseKind.SETTLE, group, _filled(naming + lead, side), spans["settle"])
        if mode in (Mode.TENSE, Mode.GENTLE):
            hold = spans[mode.value]
            yield Segment(PhaseKind.TENSE, group, _filled(words["tense"], side), Span(0, 0, 0), hold)
            let_go = self._pool("let_go", index + again) + words["release"]
        else:
            let_go = words["imagine"] if mode is Mode.IMAGINE else words["release"]
        yield Segment(PhaseKind.RELEASE, group, _filled(let_go, side), spans["release"])
        rest = self._pool("again_rest", index + again) if again else words["rest"]
        yield Segment(PhaseKind.REST, group, _filled(rest, side), spans["rest"])

    def _pool(self, name: str, index: int) -> tuple[str, ...]:
        pool = self._setting.pools.get(name, ())
        return (pool[index % len(pool)],) if pool else ()

    def _used(self, own: Table, shared: Table | None) -> tuple[Table, ...]:
        if not own.has("use"):
            return ()
        name = own.text("use")
        groups = shared.table("group") if shared and shared.has("group") else None
        if groups is None or not groups.has(name):
            known = f"known: {', '.join(groups.values)}" if groups else "include a file of shared words first"
            raise own.fault("use", f"names no shared group: '{name}'", known)
        group = groups.table(name)
        group.only(_KEYS - {"use"})
        return (group,)

    def _layer(self, key: str) -> Table:
        return next((table for table in self._layers if table.has(key)), self._layers[0])

    def _text(self, key: str) -> str:
        table = self._layer(key)
        return placeholders(table, key, table.text(key), sided=self.sides != (None,))

    def _read_sides(self) -> tuple[Side | None, ...]:
        table = self._layer("sides")
        if not table.has("sides"):
            return (None,)
        for index, name in enumerate(names := table.texts("sides")):
            if name not in tuple(Side):
                raise table.fault(("sides", index), f"is '{name}'", "use right and left")
        return tuple(side for side in Side if side in names)

    def _cues(self, key: str, side: Side | None) -> tuple[str, ...]:
        """The words under a key: for either side the same, or a table with words for each."""
        table = self._layer(key)
        needed = {"tense": {Mode.TENSE, Mode.GENTLE}, "imagine": {Mode.IMAGINE}, "rest": set[Mode]()}
        wanting = needed.get(key, set(Mode)) & set(self._setting.modes)
        if not table.has(key) and not wanting:
            return ()
        if isinstance(table.values.get(key), dict):
            table = self._by_side(table.table(key), key)
            key = side or key
        found = cues(table, key, sided=side is not None)
        if key == "tense" or table.path[-1] == "tense":
            self._check_tension(table, key, found)
        return found

    def _by_side(self, table: Table, key: str) -> Table:
        if self.sides == (None,):
            raise self._layer(key).fault(key, "has words for sides, but the group has none", "give one text")
        table.only(side.value for side in self.sides if side)
        return table

    def _check_tension(self, table: Table, key: str, words: tuple[str, ...]) -> None:
        gap_ms = round(1000 * self._setting.pace.number("sentence_gap", *SENTENCE_GAP_SECONDS))
        needed = sum(map(reading_ms, words)) + gap_ms * (len(words) - 1) + HOLD_QUIET_MS
        for mode in (Mode.TENSE, Mode.GENTLE):
            span = self._spans.get(mode)
            if span and needed > span.most:
                raise table.fault(
                    key,
                    f"takes {needed / 1000:.1f} s to say and hold, above the {span.most / 1000:g} s allowed",
                    "use fewer words",
                )

    def _covers(self, side: Side | None) -> tuple[str, ...]:
        table = self._layer("covers")
        parts = tuple(fill(part, side) for part in table.texts("covers"))
        for index, part in enumerate(parts):
            if part not in PARTS:
                raise table.fault(
                    ("covers", index), f"names no part of the body: '{part}'", f"use: {', '.join(PARTS)}"
                )
        return parts


def _filled(texts: tuple[str, ...], side: Side | None) -> tuple[str, ...]:
    return tuple(fill(text, side) for text in texts)


def _read_spans(pace: Table, own: Table, modes: tuple[Mode, ...]) -> dict[str, Span]:
    seconds = own.table("seconds") if own.has("seconds") else None
    if seconds:
        seconds.only(_SECONDS)
    spans = {}
    for name, (least, most) in _SECONDS.items():
        table = seconds if seconds and seconds.has(name) else pace
        if table.has(name) or name not in tuple(Mode) or Mode(name) in modes:
            spans[name] = read_span(table, name, least, most)
    return spans
