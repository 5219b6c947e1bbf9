"""One body for every script: modes per part of the body become the modes of a script's own groups."""

from collections.abc import Mapping

from unclench.sessions.body import Mode
from unclench.sessions.script import Script, ScriptGroup

_EFFORT = tuple(Mode)
"""Modes from the most effort to the least; the later, the stricter."""


def group_modes(script: Script, parts: Mapping[str, Mode]) -> dict[str, Mode]:
    """The mode of each group of a script, given modes per part (the sixteen ids of ``parts.PARTS``).

    The strictest mode among the parts a group covers wins, and never one that asks for more than the script's
    own. Where the script does not know a mode, the nearest stricter one stands in. Parts that are not named
    set no limit.
    """
    return {group.id: _strictest(group, parts) for group in script.groups}


def _strictest(group: ScriptGroup, parts: Mapping[str, Mode]) -> Mode:
    wanted = [parts[part] for part in group.covers if part in parts]
    strictest = max((*wanted, group.default), key=_EFFORT.index)
    stricter = _EFFORT[_EFFORT.index(strictest) :]
    return next((mode for mode in stricter if mode in group.modes), Mode.SKIP)
