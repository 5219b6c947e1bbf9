"""What pages say of a fitting, in plain words."""

from collections.abc import Iterable, Sequence
from typing import Final

from unclench.sessions.body import Mode, Posture
from unclench.sessions.script import Script
from unclench.sessions.timeline import Ending

MODES: Final = {
    Mode.TENSE: ("Tense", "Tighten it for a few seconds, then let go."),
    Mode.GENTLE: ("Gently", "The same with about a third of your strength."),
    Mode.RELEASE_ONLY: ("Only let go", "No tightening. For a part that is stiff or goes into spasm."),
    Mode.IMAGINE: ("Imagine", "In your mind alone. For a part you cannot move or feel."),
    Mode.SKIP: ("Leave out", "The voice does not speak of it. For a part that hurts."),
}
"""The label of each mode, and what it is for."""

POSTURES: Final = {
    Posture.LYING: "Lying down",
    Posture.CHAIR: "In a chair",
    Posture.WHEELCHAIR: "In a wheelchair",
}
ENDINGS: Final = {Ending.RETURN: "Come back to the day", Ending.SLEEP: "Drift to sleep"}
SPEEDS: Final = {"slower": "Slower", "usual": "Usual", "faster": "Faster"}
AMBIENTS: Final = {"none": "None", "rain": "Rain", "surf": "The sea"}

ACTS: Final = {
    "settle": "Settle",
    "tense": "Tense",
    "gentle": "Tense gently",
    "imagine": "Imagine",
    "release": "Let go",
    "release-only": "Let go",
    "rest": "Rest",
    "return": "Come back",
}
"""What is going on, by kind of phase; a tensing says how."""

INVITATIONS: Final = {
    Posture.LYING: "When you are ready, press play. Let the bed take your weight.",
    Posture.CHAIR: "When you are ready, press play. Let the chair take your weight.",
    Posture.WHEELCHAIR: "When you are ready, press play. Let your chair take your weight.",
}

REGIONS: Final = {
    "right-arm": "right arm",
    "left-arm": "left arm",
    "face": "face",
    "neck": "neck",
    "trunk": "chest and belly",
    "right-leg": "right leg",
    "left-leg": "left leg",
    "arms": "arms",
    "head": "face and neck",
    "legs": "legs",
}
_BOTH: Final = {
    frozenset({"right-arm", "left-arm"}): "both arms",
    frozenset({"right-leg", "left-leg"}): "both legs",
}


def capital(text: str) -> str:
    """The text with its first letter large; the rest as it is."""
    return text[:1].upper() + text[1:]


def in_words(items: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def region_name(region: str) -> str:
    """What people call a region of the body; a script of one's own may bring its own regions."""
    return REGIONS.get(region, region.replace("-", " "))


def body_words(script: Script, modes: Iterable[tuple[str, Mode]]) -> str:
    """What differs from the session as it comes, limb by limb: ``Left out: both legs.``"""
    chosen = dict(modes)
    if not chosen:
        return "As it comes: nothing is left out."
    parts = []
    for mode, (label, _) in MODES.items():
        places = _places(script, {group for group, other in chosen.items() if other is mode})
        if places:
            parts.append(f"{_did(mode, label)}: {in_words(places)}.")
    return " ".join(parts)


def _did(mode: Mode, label: str) -> str:
    return {Mode.SKIP: "Left out", Mode.IMAGINE: "Imagined"}.get(mode, label)


def _places(script: Script, groups: set[str]) -> list[str]:
    """Names of groups, whole limbs put together."""
    if groups and len(groups) == len(script.groups):
        return ["every part"]
    regions = list(dict.fromkeys(group.region for group in script.groups))
    members = {region: [group for group in script.groups if group.region == region] for region in regions}
    whole = {region for region in regions if all(group.id in groups for group in members[region])}
    places: list[str] = []
    for region in regions:
        pair = next((pair for pair in _BOTH if region in pair and pair <= whole), None)
        if pair:
            places.append(_BOTH[pair])
        elif region in whole:
            places.append(region_name(region))
        else:
            places += [group.name.lower() for group in members[region] if group.id in groups]
    return list(dict.fromkeys(places))


def length_words(duration_ms: int) -> str:
    """``12 minutes``, ``1 minute``, ``7 minutes 30 seconds``."""
    minutes, seconds = divmod(round(duration_ms / 1000), 60)
    counted = [(minutes, "minute"), (seconds, "second")]
    return (
        " ".join(f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in counted if count)
        or "0 seconds"
    )


def clock(ms: int) -> str:
    """``12:00``."""
    minutes, seconds = divmod(ms // 1000, 60)
    return f"{minutes}:{seconds:02}"
