"""What pages read of the sessions that are here."""

from collections.abc import Iterable
from dataclasses import dataclass

from unclench.kernel.errors import BadInput
from unclench.sessions.catalogue import load_script, script_ids


@dataclass(frozen=True, slots=True)
class SessionCard:
    """A session as a list shows it."""

    id: str
    title: str
    summary: str
    minutes: int


def session_cards(ids: Iterable[str] | None = None) -> list[SessionCard]:
    """Cards of these sessions in this order, or of all; one that is not here is left out."""
    here = script_ids()
    return [_card(id_) for id_ in (here if ids is None else ids) if id_ in here]


def session_choices() -> list[tuple[str, str]]:
    """Identifier and title of every session, for an editor to choose from."""
    return [(card.id, card.title) for card in session_cards()]


def is_session(id_: str) -> bool:
    """Whether a script has this identifier."""
    return id_ in script_ids()


def find_session(id_: str) -> SessionCard:
    """One session.

    Raises:
        BadInput: no script has this identifier.
    """
    if not is_session(id_):
        raise BadInput(f"there is no session called '{id_}'", mend=f"use one of: {', '.join(script_ids())}")
    return _card(id_)


def _card(id_: str) -> SessionCard:
    script = load_script(id_)
    return SessionCard(script.id, script.title, script.summary, round(script.usual_ms / 60_000))
