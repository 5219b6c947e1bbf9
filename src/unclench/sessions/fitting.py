"""``fit``: a script, a body and a length become a timeline of exactly that length.

Speech and tensing take the time they take. What is left over goes into the pauses, each as far as the script
allows. Where time is ample, groups are met again, rather than leaving a person in very long silences.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import add

from unclench.kernel.errors import BadInput
from unclench.sessions.body import Body, Mode
from unclench.sessions.laying import Outline, Stretch, held_ms, lay_out
from unclench.sessions.pauses import share_out
from unclench.sessions.rhythm import breathe, shortest_rhythm
from unclench.sessions.script import Rhythm, Script, ScriptGroup, Segment, Step
from unclench.sessions.speech import minutes_and_seconds
from unclench.sessions.timeline import Ending, TimedGroup, Timeline

SpokenMs = Callable[[str], int]
"""How many whole milliseconds a text takes to say."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The shortest and the longest a session can be."""

    shortest_ms: int
    longest_ms: int


class CannotFit(BadInput):
    """A session cannot take the asked length; carries the shortest and the longest that it can."""

    def __init__(self, script: Script, asked_ms: int, reach: Reach) -> None:
        self.shortest_ms, self.longest_ms = reach.shortest_ms, reach.longest_ms
        asked = minutes_and_seconds(asked_ms, up=asked_ms > reach.longest_ms)
        shortest = minutes_and_seconds(reach.shortest_ms, up=True)
        longest = minutes_and_seconds(reach.longest_ms)
        mend = f"choose a length from {shortest} to {longest}"
        if reach.shortest_ms > reach.longest_ms:
            mend = f"in this voice it takes {shortest}, above its longest of {longest}: choose a faster speed"
        super().__init__(f"'{script.title}' fitted this way cannot last {asked}", mend=mend)


def fit(
    script: Script, body: Body, duration_ms: int, spoken_ms: SpokenMs, *, ending: Ending = Ending.RETURN
) -> Timeline:
    """The timeline of a script for a body, of exactly ``duration_ms``.

    Raises:
        CannotFit: this length is out of reach.
        BadInput: the body names an unknown group or a mode the script does not allow, or skips everything; or
            the voice is too slow for the words inside a tensing.
    """
    plan = _Plan(script, body, spoken_ms, ending)
    chosen = plan.stretches(duration_ms)
    if chosen is None:
        raise CannotFit(script, duration_ms, plan.reach())
    outline = Outline(script, body.posture, ending, duration_ms, plan.timed_groups(), plan.spoken)
    return lay_out(outline, chosen)


def reach(script: Script, body: Body, spoken_ms: SpokenMs, *, ending: Ending = Ending.RETURN) -> Reach:
    """The shortest and the longest this script can be for this body in this voice.

    Raises:
        BadInput: as for ``fit``.
    """
    return _Plan(script, body, spoken_ms, ending).reach()


def chosen_modes(script: Script, body: Body) -> list[tuple[ScriptGroup, Mode]]:
    """The groups in the order they are met, each with its mode.

    Raises:
        BadInput: an unknown group, a mode that is not allowed, or every group skipped.
    """
    order = script.order[body.dominant]
    unknown = body.modes.keys() - {group.id for group in order}
    if unknown:
        known = ", ".join(group.id for group in order) or "none"
        raise BadInput(f"'{script.id}' has no group called '{min(unknown)}'", mend=f"its groups: {known}")
    chosen = [(group, body.modes.get(group.id, group.default)) for group in order]
    for group, mode in chosen:
        if mode not in group.modes:
            reason = "has no tensing" if Mode.TENSE not in group.modes else "does not know this mode"
            raise BadInput(
                f"'{group.id}' cannot be '{mode}': the session '{script.id}' {reason}",
                mend=f"use one of: {', '.join(group.modes)}",
            )
    if chosen and all(mode is Mode.SKIP for _, mode in chosen):
        raise BadInput(
            f"every group of '{script.id}' is skipped",
            mend="leave at least one in, or choose a breathing session",
        )
    return chosen


class _Plan:
    """One fitting on its way: what is said, how long that takes, and which lengths that leaves open."""

    def __init__(self, script: Script, body: Body, spoken_ms: SpokenMs, ending: Ending) -> None:
        self.spoken: dict[str, int] = {}
        self._fixed: dict[int, int] = {}
        self._script, self._speak, self._ending = script, spoken_ms, ending
        self._chosen = chosen_modes(script, body)
        self._playing = [(group, mode) for group, mode in self._chosen if mode is not Mode.SKIP]
        self._opening = self._segments(script.opening, body)
        self._closing = self._segments(script.closing, body)
        self._sums: list[tuple[int, int, int]] = [self._sum([*self._opening, *self._closing])]

    def timed_groups(self) -> tuple[TimedGroup, ...]:
        return tuple(TimedGroup(group.id, group.name, mode, group.covers) for group, mode in self._chosen)

    def reach(self) -> Reach:
        script = self._script
        if script.rhythm:
            return Reach(shortest_rhythm(script.rhythm, self._sums[0][0], self._said), script.longest_ms)
        return Reach(self._total(1)[0], min(self._total(script.most_repeats)[2], script.longest_ms))

    def stretches(self, duration_ms: int) -> list[Stretch] | None:
        """Titled segments with their lengths, or ``None`` where the length is out of reach."""
        if duration_ms > self._script.longest_ms:
            return None
        if self._script.rhythm:
            return self._breathing(self._script.rhythm, duration_ms)
        repeats = self._best_repeats(duration_ms)
        return self._share_out(self._groups(repeats), duration_ms) if repeats else None

    def _breathing(self, rhythm: Rhythm, duration_ms: int) -> list[Stretch] | None:
        breaths = breathe(rhythm, duration_ms, self._sums[0], self._said)
        if breaths is None:
            return None
        around = duration_ms - sum(length for _, length in breaths)
        opening, closing = self._share_out([], around)
        return [opening, Stretch(self._script.titles.rhythm, breaths), closing]

    def _share_out(self, groups: list[tuple[str, list[Segment]]], duration_ms: int) -> list[Stretch]:
        """Opening, groups and closing, with the slack shared out among their pauses."""
        titles = self._script.titles
        outline = [(titles.opening, self._opening), *groups, (titles.closing[self._ending], self._closing)]
        segments = [segment for _, part in outline for segment in part]
        fixed = [self._fixed_ms(segment) for segment in segments]
        pauses = share_out([segment.pause for segment in segments], duration_ms - sum(fixed))
        lengths = map(add, fixed, pauses)
        return [Stretch(title, list(zip(part, lengths, strict=False))) for title, part in outline]

    def _best_repeats(self, duration_ms: int) -> int | None:
        """As many repeats as are wished for and find room at their wish, else the nearest that fit."""
        script, best = self._script, 1
        while best < script.wished_repeats and self._total(best + 1)[1] <= duration_ms:
            best += 1
        for repeats in sorted(range(1, script.most_repeats + 1), key=lambda count: abs(count - best)):
            shortest, _, longest = self._total(repeats)
            if shortest <= duration_ms <= longest:
                return repeats
        return None

    def _groups(self, repeats: int) -> list[tuple[str, list[Segment]]]:
        rounds = self._script.rounds
        return [
            (group.name, [segment for part in rounds[group.id, mode][:repeats] for segment in part])
            for group, mode in self._playing
        ]

    def _segments(self, steps: Sequence[Step], body: Body) -> list[Segment]:
        atoms = {part for group, _ in self._playing for part in group.covers}
        modes = {mode for _, mode in self._playing}
        return [
            step.segments[body.posture]
            for step in steps
            if body.posture in step.segments
            and step.ending in (None, self._ending)
            and (not step.about or not self._script.groups or step.about & atoms)
            and (not step.for_modes or step.for_modes & modes)
        ]

    def _total(self, repeats: int) -> tuple[int, int, int]:
        """Shortest, wished and longest length with so many repeats."""
        while len(self._sums) <= repeats:
            rounds, again = self._script.rounds, len(self._sums) - 1
            more = self._sum([s for group, mode in self._playing for s in rounds[group.id, mode][again]])
            least, wish, most = self._sums[-1]
            self._sums.append((least + more[0], wish + more[1], most + more[2]))
        return self._sums[repeats]

    def _sum(self, segments: Sequence[Segment]) -> tuple[int, int, int]:
        least = wish = most = 0
        for segment in segments:
            fixed, pause = self._fixed_ms(segment), segment.pause
            least += fixed + pause.least
            wish += fixed + pause.wish
            most += fixed + pause.most
        return least, wish, most

    def _fixed_ms(self, segment: Segment) -> int:
        """What a segment takes without its pause: its words and the gaps between them, or its tensing."""
        known = self._fixed.get(id(segment))
        if known is None:
            known = self._fixed[id(segment)] = self._measured(segment)
        return known

    def _measured(self, segment: Segment) -> int:
        words = -self._script.sentence_gap_ms if segment.cues else 0
        for cue in segment.cues:
            words += self._said(cue) + self._script.sentence_gap_ms
        return held_ms(segment.hold, segment.cues, words) if segment.hold else words

    def _said(self, text: str) -> int:
        spoken = self.spoken.get(text)
        if spoken is None:
            spoken = self.spoken[text] = self._speak(text)
        return spoken
