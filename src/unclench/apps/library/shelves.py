"""The list of sessions, put on shelves by what a day allows."""

from collections.abc import Sequence
from dataclasses import dataclass

from unclench.apps.library.queries import SessionCard

_SHELVES = (
    ("To begin with", ("full", "seven")),
    ("For a day when little is possible", ("four", "breathing")),
    ("Without tensing anything", ("release-only", "recall", "imagery")),
)
_OTHERS = "More"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Sessions that belong together."""

    title: str
    cards: Sequence[SessionCard]


def shelves(cards: Sequence[SessionCard]) -> list[Shelf]:
    """Every card on a shelf; a session of the site's own stands on the last. Empty shelves are left out."""
    by_id = {card.id: card for card in cards}
    placed = [Shelf(title, [by_id.pop(id_) for id_ in ids if id_ in by_id]) for title, ids in _SHELVES]
    return [shelf for shelf in (*placed, Shelf(_OTHERS, list(by_id.values()))) if shelf.cards]
