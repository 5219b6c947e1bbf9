"""Script files -> ``Script``: everything is checked, and every fault names file, line and key."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from itertools import groupby
from typing import TypeVar

from unclench.kernel.toml import Table
from unclench.sessions.body import Mode, Posture, Side
from unclench.sessions.parts import PARTS
from unclench.sessions.reading_groups import (
    PACE_KEYS,
    POOLS,
    SENTENCE_GAP_SECONDS,
    GroupReader,
    Setting,
    read_span,
)
from unclench.sessions.script import Breath, Rhythm, Script, ScriptGroup, Segment, Step, Titles
from unclench.sessions.timeline import Ending, PhaseKind
from unclench.sessions.wording import check_id, cues

SHARED_KEYS = {"titles", "pools", "safety", "ask_first", "block", "group"}
_KEYS = {
    *("id", "title", "summary", "version", "language", "shelf", "usual_minutes", "longest_minutes"),
    *("include", "mode", "modes", "safety", "ask_first", "pace", "titles", "pools"),
    *("opening", "closing", "group", "rhythm"),
}
_STEP_KEYS = {"use", "say", *Posture, "pause", "ending", "about", "for_modes"}
_RHYTHM_KEYS = {"breath", "in_share", "fewest", "lead", "pattern"}

Choice = TypeVar("Choice", bound=StrEnum)


def read_script(own: Table, shared: Table | None) -> Script:
    """A script out of its own table and the shared words it includes.

    Raises:
        BadInput: a key is unknown, missing, of the wrong type or out of bounds, or parts do not go together.
    """
    own.only(_KEYS)
    return _ScriptReader(own, shared).script()


class _ScriptReader:
    def __init__(self, own: Table, shared: Table | None) -> None:
        self._own, self._shared = own, shared
        self._modes = _choices(own, "modes", Mode) if own.has("modes") else ()

    def script(self) -> Script:
        own = self._own
        usual = own.number("usual_minutes", 1, 60)
        own.table("pace").only(PACE_KEYS)
        self._check_groups_or_rhythm()
        wished_repeats, most_repeats = self._repeats()
        readers = self._group_readers(most_repeats)
        opening = self._steps("opening", PhaseKind.SETTLE)
        closing = self._steps("closing", PhaseKind.RETURN)
        order = {side: tuple(group for _, group in _in_order(readers, side)) for side in Side}
        return Script(
            id=check_id(own, "id", own.text("id")),
            title=own.text("title"),
            summary=own.text("summary"),
            version=own.text("version"),
            language=own.text("language"),
            shelf=own.whole("shelf", 0, 1000) if own.has("shelf") else 1000,
            usual_ms=_ms(usual * 60),
            longest_ms=_ms(60 * own.number("longest_minutes", usual, 120)),
            sentence_gap_ms=_ms(own.table("pace").number("sentence_gap", *SENTENCE_GAP_SECONDS)),
            groups=order[Side.RIGHT],
            modes=self._modes,
            order=order,
            rounds={key: found for reader in readers for key, found in reader.rounds().items()},
            wished_repeats=wished_repeats,
            most_repeats=most_repeats,
            opening=opening,
            closing=closing,
            rhythm=self._rhythm(opening + closing),
            titles=self._titles(),
            safety=self._layer("safety").texts("safety"),
            ask_first=self._layer("ask_first").texts("ask_first"),
        )

    def _layer(self, key: str) -> Table:
        if not self._own.has(key) and self._shared and self._shared.has(key):
            return self._shared
        return self._own

    def _repeats(self) -> tuple[int, int]:
        """How often a group is met where there is time, and how often at the very most."""
        pace = self._own.table("pace")
        if not pace.has("repeats"):
            return 1, 1
        repeats = pace.table("repeats")
        repeats.only({"wish", "most"})
        most = repeats.whole("most", 1, 6)
        return repeats.whole("wish", 1, most), most

    def _check_groups_or_rhythm(self) -> None:
        own, groups = self._own, self._own.tables("group")
        if bool(groups) == own.has("rhythm"):
            what = "stands beside groups" if groups else "is missing, and there are no groups"
            raise own.fault("rhythm", what, "give a script either groups or a rhythm")
        if groups and not self._modes:
            raise own.fault("modes", "is missing", f"list modes out of: {', '.join(Mode)}")
        if not groups and self._modes:
            raise own.fault("modes", "is given, but there are no groups", "leave it out")
        if not groups and own.has("mode"):
            raise own.fault("mode", "is given, but there are no groups", "leave it out")

    def _group_readers(self, repeats: int) -> list[GroupReader]:
        own = self._own
        tables = own.tables("group")
        if not tables:
            return []
        default = _choice(own, "mode", Mode, (mode for mode in self._modes if mode is not Mode.SKIP))
        setting = Setting(self._shared, own.table("pace"), self._pools(), self._modes, default, repeats)
        readers: list[GroupReader] = []
        seen: dict[str, str] = {}
        index = 0
        for table in tables:
            reader = GroupReader(table, setting, index)
            reader.check_new(seen)
            index += len(reader.sides)
            readers.append(reader)
        return readers

    def _pools(self) -> Mapping[str, tuple[str, ...]]:
        own = self._own.table("pools") if self._own.has("pools") else None
        shared = self._shared.table("pools") if self._shared and self._shared.has("pools") else None
        pools: dict[str, tuple[str, ...]] = {}
        for table in filter(None, (shared, own)):
            table.only(POOLS)
            for key in table.values:
                pools[key] = () if table.values[key] == [] else cues(table, key)
        return pools

    def _steps(self, key: str, kind: PhaseKind) -> tuple[Step, ...]:
        tables = self._own.tables(key)
        if not tables:
            raise self._own.fault(key, "is missing", f"add [[{key}]] with say and pause")
        steps = tuple(self._step(table, kind) for table in tables)
        always = [step for step in steps if not step.about and not step.for_modes]
        for posture in Posture:
            for ending in Ending:
                if not any(posture in step.segments and step.ending in (None, ending) for step in always):
                    what = f"holds nothing that is always said ({posture}, ending {ending})"
                    raise self._own.fault(key, what, "add words for it")
        return steps

    def _step(self, table: Table, kind: PhaseKind) -> Step:
        table.only(_STEP_KEYS)
        if table.has("use"):
            table = self._block(table)
        always = cues(table, "say") if table.has("say") else ()
        by_posture = {posture: cues(table, posture) for posture in Posture if table.has(posture)}
        if not always and not by_posture:
            raise table.fault(
                "say", "is missing", "give say, or words for a posture (lying, chair, wheelchair)"
            )
        pause = read_span(table, "pause", 0, 600)
        said = {posture: by_posture.get(posture, ()) + always for posture in Posture}
        return Step(
            segments={p: Segment(kind, None, words, pause) for p, words in said.items() if words},
            ending=_choice(table, "ending", Ending) if table.has("ending") else None,
            about=frozenset(_parts(table, "about")) if table.has("about") else frozenset(),
            for_modes=frozenset(_choices(table, "for_modes", Mode))
            if table.has("for_modes")
            else frozenset(),
        )

    def _block(self, table: Table) -> Table:
        name = table.text("use")
        blocks = self._shared.table("block") if self._shared and self._shared.has("block") else None
        if len(table.values) > 1:
            raise table.fault("use", "stands beside other keys", "let use stand alone")
        if blocks is None or not blocks.has(name):
            known = f"known: {', '.join(blocks.values)}" if blocks else "include a file of shared words first"
            raise table.fault("use", f"names no shared block: '{name}'", known)
        block = blocks.table(name)
        block.only(_STEP_KEYS - {"use"})
        return block

    def _rhythm(self, outer: tuple[Step, ...]) -> Rhythm | None:
        if not self._own.has("rhythm"):
            return None
        table = self._own.table("rhythm")
        table.only(_RHYTHM_KEYS)
        rhythm = Rhythm(
            breath=read_span(table, "breath", 4, 20),
            in_share=table.whole("in_share", 20, 60),
            fewest=table.whole("fewest", 1, 60),
            lead=tuple(_breath(item) for item in table.tables("lead")),
            pattern=_pattern(table),
        )
        if _room(outer) < rhythm.breath.most:
            what = "is longer than the pauses around the breathing can give way"
            raise table.fault("breath", what, "give the pauses of opening and closing more room")
        return rhythm

    def _titles(self) -> Titles:
        table = self._layer("titles").table("titles")
        table.only({"opening", "rhythm", *Ending})
        closing = {ending: table.text(ending) for ending in Ending}
        return Titles(table.text("opening"), table.text("rhythm"), closing)


def _in_order(readers: Iterable[GroupReader], first: Side) -> Iterable[tuple[Side | None, ScriptGroup]]:
    """Groups in order; neighbours with sides in one limb are done for one whole side before the other."""
    for (_, sided), run in groupby(readers, key=lambda reader: (reader.limb, len(reader.sides) > 1)):
        limb = list(run)
        sides: list[Side | None] = [None]
        if sided:
            sides = [first, *(side for side in Side if side is not first)]
        for side in sides:
            for reader in limb:
                yield from ((found, reader.group(found)) for found in reader.sides if side in (None, found))


def _room(steps: tuple[Step, ...]) -> int:
    """How much the pauses of steps can give way at least, whatever the posture and ending."""
    always = [step for step in steps if step.ending is None and len(step.segments) == len(Posture)]
    pauses = [next(iter(step.segments.values())).pause for step in always]
    return sum(pause.most - pause.least for pause in pauses)


def _pattern(table: Table) -> tuple[Breath, ...]:
    pattern = tuple(_breath(item) for item in table.tables("pattern"))
    if not pattern:
        raise table.fault("pattern", "is missing", "add [[rhythm.pattern]] with in, out or neither")
    return pattern


def _breath(table: Table) -> Breath:
    table.only({"in", "out"})
    return Breath(*(_one_cue(table, key) if table.has(key) else None for key in ("in", "out")))


def _one_cue(table: Table, key: str) -> str:
    table.text(key)
    return cues(table, key)[0]


def _choice(table: Table, key: str, kind: type[Choice], allowed: Iterable[Choice] | None = None) -> Choice:
    return _member(table, (key,), table.text(key), kind, tuple(kind) if allowed is None else tuple(allowed))


def _choices(table: Table, key: str, kind: type[Choice]) -> tuple[Choice, ...]:
    names = table.texts(key)
    chosen = {_member(table, (key, i), name, kind, tuple(kind)) for i, name in enumerate(names)}
    return tuple(member for member in kind if member in chosen)


def _member(
    table: Table, keys: tuple[str | int, ...], name: str, kind: type[Choice], allowed: tuple[Choice, ...]
) -> Choice:
    if name not in allowed:
        raise table.fault(keys, f"is '{name}'", f"use one of: {', '.join(allowed)}")
    return kind(name)


def _parts(table: Table, key: str) -> tuple[str, ...]:
    for index, part in enumerate(parts := table.texts(key)):
        if part not in PARTS:
            raise table.fault(
                (key, index), f"names no part of the body: '{part}'", f"use: {', '.join(PARTS)}"
            )
    return parts


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
