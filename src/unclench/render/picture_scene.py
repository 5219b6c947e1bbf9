"""What a session's picture shows, phase by phase: which parts glow, from what to what, and the words."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import blake2b

from unclench.sessions.body import Mode, Posture
from unclench.sessions.timeline import Ending, Phase, PhaseKind, TimedGroup, Timeline


class Glow(StrEnum):
    """How the parts in play look."""

    NONE = "none"
    NOTICE = "notice"
    TENSE = "tense"
    GENTLE = "gentle"
    CALM = "calm"
    DREAM = "dream"


@dataclass(frozen=True, slots=True)
class Look:
    """Some parts of the figure in some glow."""

    parts: tuple[str, ...] = ()
    glow: Glow = Glow.NONE


@dataclass(frozen=True, slots=True)
class Scene:
    """A phase as a picture: the figure passes from one look to the next while words stand beside it.

    The words fade in where they are new; old words stay as they are.
    """

    posture: Posture
    name: str
    words: str
    before: Look
    after: Look
    new_words: bool = True

    def held(self) -> "Scene":
        """The same picture, arrived at: what follows when a phase outlasts its pictures."""
        return replace(self, before=self.after, new_words=False)

    def key(self) -> str:
        """The scene's address by content (what draws and encodes it is added by the cache)."""
        return blake2b(repr(self).encode(), digest_size=12).hexdigest()


_BREATH = ("shoulders", "abdomen")
_PLAIN = Look()
_WORDS = {
    PhaseKind.SETTLE: "Notice",
    PhaseKind.REST: "Rest",
}
_ENDINGS = {Ending.RETURN: "Come back gently", Ending.SLEEP: "Drift to sleep"}
_TENSE = {Mode.TENSE: "Tense gently", Mode.GENTLE: "Tense just a little"}


def scenes(timeline: Timeline) -> Iterator[Scene]:
    """One scene for each phase, in order."""
    groups = {group.id: group for group in timeline.groups}
    look, said = _PLAIN, ("", "")
    for phase in timeline.phases:
        group = groups[phase.group] if phase.group else None
        after = _look(phase, group)
        says = (group.name if group else "", _words(phase, group, timeline.ending))
        yield Scene(timeline.posture, *says, look, after, says != said)
        look, said = after, says


def _look(phase: Phase, group: TimedGroup | None) -> Look:
    if group is None:
        breathing_in = phase.kind is PhaseKind.REST
        return Look(_BREATH, Glow.CALM) if breathing_in else _PLAIN
    glow = {
        PhaseKind.SETTLE: Glow.NOTICE,
        PhaseKind.TENSE: Glow.GENTLE if group.mode is Mode.GENTLE else Glow.TENSE,
        PhaseKind.RELEASE: Glow.DREAM if group.mode is Mode.IMAGINE else Glow.CALM,
    }.get(phase.kind, Glow.NONE)
    return Look(group.covers, glow) if glow is not Glow.NONE else _PLAIN


def _words(phase: Phase, group: TimedGroup | None, ending: Ending) -> str:
    if phase.kind is PhaseKind.RETURN:
        return _ENDINGS[ending]
    if group is None:
        return {PhaseKind.REST: "Breathe in", PhaseKind.RELEASE: "Breathe out"}.get(phase.kind, "Settle in")
    if phase.kind is PhaseKind.TENSE:
        return _TENSE.get(group.mode, "Tense gently")
    if phase.kind is PhaseKind.RELEASE:
        return "Imagine letting go" if group.mode is Mode.IMAGINE else "Let go"
    return _WORDS[phase.kind]
