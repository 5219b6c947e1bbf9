"""A fitting: how one person wants one session, as a value and as the query of an address.

The same query serves pages, sound, video, captions and words. What is as usual is left out and the order is
fixed, so that one fitting has one address.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import TypeVar
from urllib.parse import urlencode

from unclench.kernel.errors import BadInput
from unclench.sessions.body import Body, Mode, Posture, Side
from unclench.sessions.catalogue import load_script
from unclench.sessions.script import Script
from unclench.sessions.timeline import Ending

SPEEDS = ("slower", "usual", "faster")
AMBIENTS = ("rain", "surf")
USUAL_VOICE = "calm"
_VOICE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}", re.ASCII)
_MINUTE_MS = 60_000
_MOST_MINUTES = 600

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fitting:
    """One session as one person wants it.

    Attributes:
        voice: a voice's name; ``None`` is the site's usual one.
        ambient: the sound mixed under the voice; ``None`` for quiet.
        modes: only the groups whose mode differs from the script's own, in the script's order.
    """

    script_id: str
    duration_ms: int
    voice: str | None = None
    speed: str = "usual"
    ambient: str | None = None
    ending: Ending = Ending.RETURN
    posture: Posture = Posture.LYING
    dominant: Side = Side.RIGHT
    modes: tuple[tuple[str, Mode], ...] = ()

    @classmethod
    def usual(cls, script_id: str) -> "Fitting":
        """The session as its script has it.

        Raises:
            BadInput: there is no such session.
        """
        return cls(script_id, load_script(script_id).usual_ms)

    @classmethod
    def from_query(cls, script_id: str, pairs: Iterable[tuple[str, str]]) -> "Fitting":
        """Read the names and values of a query; the fault names the field.

        Raises:
            BadInput: there is no such session, field or value, or a field is given twice.
        """
        script = load_script(script_id)
        given = _once(pairs)
        fitting = cls.usual(script_id)
        for name in [name for name in given if name in _READERS]:
            fitting = _READERS[name](fitting, given.pop(name))
        return replace(fitting, modes=_modes(script, given))

    def body(self) -> Body:
        """What ``unclench.sessions`` needs to know of the person."""
        return Body(MappingProxyType(dict(self.modes)), self.posture, self.dominant)

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Names and values in the fixed order, without what is as usual."""
        usual = Fitting.usual(self.script_id)
        own = (
            ("minutes", _minutes_text(self.duration_ms), self.duration_ms != usual.duration_ms),
            ("voice", self.voice or "", self.voice is not None),
            ("speed", self.speed, self.speed != usual.speed),
            ("ambient", self.ambient or "", self.ambient is not None),
            ("ending", str(self.ending), self.ending != usual.ending),
            ("posture", str(self.posture), self.posture != usual.posture),
            ("dominant", str(self.dominant), self.dominant != usual.dominant),
        )
        modes = ((group, str(mode)) for group, mode in self.modes)
        return (*((name, value) for name, value, differs in own if differs), *modes)

    def query(self) -> str:
        """The query of this fitting's address; empty where all is as usual."""
        return urlencode(self.pairs())


def _once(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, value in pairs:
        if name in given:
            raise BadInput("is given twice", where=name, mend="give it once")
        given[name] = value
    return given


def _minutes(fitting: Fitting, text: str) -> Fitting:
    try:
        minutes = Decimal(text) if re.fullmatch(r"\d{1,3}(\.\d{1,6})?", text, re.ASCII) else Decimal("NaN")
    except InvalidOperation:
        minutes = Decimal("NaN")
    if not (minutes.is_finite() and 0 < minutes <= _MOST_MINUTES):
        raise BadInput(f"'{text}' is no length", where="minutes", mend="give minutes, as 12 or 7.5")
    return replace(fitting, duration_ms=round(minutes * _MINUTE_MS))


def _minutes_text(duration_ms: int) -> str:
    return f"{(Decimal(duration_ms) / _MINUTE_MS).quantize(Decimal('0.000001')).normalize():f}"


def _voice(fitting: Fitting, text: str) -> Fitting:
    if not _VOICE.fullmatch(text):
        raise BadInput(
            f"'{text}' is no voice's name", where="voice", mend="choose one from the list of voices"
        )
    return replace(fitting, voice=None if text == USUAL_VOICE else text)


def _speed(fitting: Fitting, text: str) -> Fitting:
    return replace(fitting, speed=_one_of("speed", text, {value: value for value in SPEEDS}))


def _ambient(fitting: Fitting, text: str) -> Fitting:
    if text == "none":
        return replace(fitting, ambient=None)
    return replace(fitting, ambient=_one_of("ambient", text, {value: value for value in AMBIENTS}))


def _ending(fitting: Fitting, text: str) -> Fitting:
    return replace(fitting, ending=_one_of("ending", text, {str(value): value for value in Ending}))


def _posture(fitting: Fitting, text: str) -> Fitting:
    return replace(fitting, posture=_one_of("posture", text, {str(value): value for value in Posture}))


def _dominant(fitting: Fitting, text: str) -> Fitting:
    return replace(fitting, dominant=_one_of("dominant", text, {str(value): value for value in Side}))


_READERS: Mapping[str, Callable[[Fitting, str], Fitting]] = {
    "minutes": _minutes,
    "voice": _voice,
    "speed": _speed,
    "ambient": _ambient,
    "ending": _ending,
    "posture": _posture,
    "dominant": _dominant,
}


def _modes(script: Script, given: Mapping[str, str]) -> tuple[tuple[str, Mode], ...]:
    """The fitted groups in the script's order; what is left over names nothing here."""
    groups = {group.id: group for group in script.groups}
    for name in given:
        if name not in groups:
            known = ", ".join([*_READERS, *groups])
            raise BadInput(
                f"'{script.title}' has nothing of this name", where=name, mend=f"use one of: {known}"
            )
    chosen = []
    for group in script.groups:
        if group.id in given:
            mode = _one_of(group.id, given[group.id], {str(value): value for value in group.modes})
            if mode != group.default:
                chosen.append((group.id, mode))
    return tuple(chosen)


def _one_of(field: str, text: str, values: Mapping[str, T]) -> T:
    if text not in values:
        raise BadInput(f"'{text}' is not on offer", where=field, mend=f"use one of: {', '.join(values)}")
    return values[text]
