"""What the fit page shows: every part of the body with what can be done with it, limb by limb."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.urls import reverse
from django.utils.safestring import SafeString

from unclench.apps.library import wording
from unclench.apps.library.addresses import Addresses
from unclench.apps.library.fittings import Fitting
from unclench.apps.library.page_values import Choice
from unclench.apps.library.presenters import choices, drawn
from unclench.sessions.body import Mode, Side
from unclench.sessions.catalogue import load_script
from unclench.sessions.script import Script, ScriptGroup

LEGS: Final = frozenset({"right-thigh", "right-calf", "right-foot", "left-thigh", "left-calf", "left-foot"})
FACE: Final = frozenset({"forehead", "cheeks", "jaw"})
_USUAL: Final = "usual"
_SIDES: Final = {Side.RIGHT: "The right side first", Side.LEFT: "The left side first"}


@dataclass(frozen=True, slots=True)
class GroupChoice:
    """One muscle group and its modes to choose from."""

    id: str
    name: str
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Region:
    """A limb, the trunk or the face: its groups, and shortcuts for all of them where there are several."""

    id: str
    name: str
    groups: Sequence[GroupChoice]
    whole_label: str
    whole: Sequence[Choice]
    mixed: bool
    same_name: bool


@dataclass(frozen=True, slots=True)
class ModeMeaning:
    """A mode and whom it is for."""

    value: str
    label: str
    meaning: str


@dataclass(frozen=True, slots=True)
class FitPage:
    """All that the fit page says."""

    script: str
    title: str
    path: str
    fit_path: str
    figure: SafeString
    face: SafeString | None
    modes: Sequence[ModeMeaning]
    quick: Sequence[Choice]
    regions: Sequence[Region]
    sides: Sequence[Choice]
    hidden: Sequence[tuple[str, str]]
    safety: Sequence[str]
    ask_first: Sequence[str]
    map: Mapping[str, Any]
    fault: str


def fit_page(fitting: Fitting, way: str, fault: str = "") -> FitPage:
    """The page on which a fitting's modes are chosen."""
    script = load_script(fitting.script_id)
    to = Addresses(fitting, way)
    fitted = {group.id for group in script.groups} | {"dominant"}
    return FitPage(
        script=script.id,
        title=script.title,
        path=to.path(),
        fit_path=reverse("library:fit", args=[script.id]),
        figure=drawn(fitting, states=_states(script, fitting)),
        face=_face(script, fitting),
        modes=[ModeMeaning(str(mode), *wording.MODES[mode]) for mode in _modes(script)],
        quick=_quick(script),
        regions=_regions(script, dict(fitting.modes)),
        sides=choices(_SIDES, fitting.dominant),
        hidden=[pair for pair in to.pairs() if pair[0] not in fitted],
        safety=script.safety,
        ask_first=script.ask_first,
        map=_map(script, fitting),
        fault=fault,
    )


def with_whole(fitting: Fitting, whole: str) -> Fitting:
    """The fitting after a shortcut, as ``right-leg=skip`` or ``body=usual``; others change nothing."""
    script = load_script(fitting.script_id)
    name, _, wanted = whole.partition("=")
    members = _wholes(script).get(name, ())
    chosen = dict(fitting.modes)
    for group in script.groups:
        if group.id in members:
            mode = group.default if wanted == _USUAL else next((m for m in group.modes if m == wanted), None)
            chosen[group.id] = mode or chosen.get(group.id, group.default)
    modes = tuple((g.id, chosen[g.id]) for g in script.groups if chosen.get(g.id, g.default) != g.default)
    return replace(fitting, modes=modes)


def _modes(script: Script) -> list[Mode]:
    return [mode for mode in Mode if any(mode in group.modes for group in script.groups)]


def _wholes(script: Script) -> dict[str, tuple[str, ...]]:
    """What a shortcut can name: each region, the body, and the legs, with the groups of each."""
    regions = {
        region: tuple(group.id for group in script.groups if group.region == region)
        for region in dict.fromkeys(group.region for group in script.groups)
    }
    legs = tuple(group.id for group in script.groups if set(group.covers) <= LEGS)
    return {**regions, "legs": legs, "body": tuple(group.id for group in script.groups)}


def _quick(script: Script) -> list[Choice]:
    offered = _modes(script)
    offers = [
        ("legs", Mode.RELEASE_ONLY, "Both legs: only let go"),
        ("legs", Mode.SKIP, "Both legs: leave out"),
        ("body", Mode.GENTLE, "Everything gently"),
        ("body", Mode.RELEASE_ONLY, "Everything: only let go"),
    ]
    usual = Choice(f"body={_USUAL}", "As it comes", chosen=False)
    here = [Choice(f"{name}={mode}", label, chosen=False) for name, mode, label in offers if mode in offered]
    return [*here, usual]


def _regions(script: Script, chosen: Mapping[str, Mode]) -> list[Region]:
    regions = dict.fromkeys(group.region for group in script.groups)
    return [_region(region, [g for g in script.groups if g.region == region], chosen) for region in regions]


def _region(region: str, groups: Sequence[ScriptGroup], chosen: Mapping[str, Mode]) -> Region:
    name = wording.region_name(region)
    shared = [mode for mode in Mode if all(mode in group.modes for group in groups)]
    now = {chosen.get(group.id, group.default) for group in groups}
    whole = [Choice(f"{region}={mode}", wording.MODES[mode][0], chosen=now == {mode}) for mode in shared]
    return Region(
        id=region,
        name=wording.capital(name),
        groups=[_group(group, chosen.get(group.id, group.default)) for group in groups],
        whole_label=f"Whole {name}",
        whole=whole if len(groups) > 1 else (),
        mixed=len(now) > 1,
        same_name=len(groups) == 1,
    )


def _group(group: ScriptGroup, chosen: Mode) -> GroupChoice:
    offers = {mode: wording.MODES[mode][0] for mode in group.modes}
    return GroupChoice(group.id, wording.capital(group.name), choices(offers, chosen))


def _states(script: Script, fitting: Fitting) -> dict[str, str]:
    """What was chosen, part by part; a part as it comes is left plain."""
    chosen = dict(fitting.modes)
    return {part: str(chosen[g.id]) for g in script.groups if g.id in chosen for part in g.covers}


def _face(script: Script, fitting: Fitting) -> SafeString | None:
    """A closer look at the head, where it has several parts to tap: they are small on the figure."""
    parts = [group for group in script.groups if set(group.covers) <= FACE]
    return drawn(fitting, states=_states(script, fitting), face=True) if len(parts) > 1 else None


def _map(script: Script, fitting: Fitting) -> dict[str, Any]:
    """What the scripts of the page need to let the drawing be tapped."""
    return {
        "groups": [
            {
                "id": group.id,
                "name": wording.capital(group.name),
                "covers": list(group.covers),
                "modes": [str(mode) for mode in group.modes],
                "usual": str(group.default),
            }
            for group in script.groups
        ],
        "labels": {str(mode): label for mode, (label, _) in wording.MODES.items()},
        "wholes": {name: list(members) for name, members in _wholes(script).items()},
        "posture": str(fitting.posture),
    }
