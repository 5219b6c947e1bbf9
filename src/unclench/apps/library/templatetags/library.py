"""``{% session_cards ids as cards %}`` and ``{{ id|kind }}``."""

from collections.abc import Iterable

from django import template

from unclench.apps.library import queries
from unclench.apps.library.addresses import usual_way

register = template.Library()


@register.simple_tag
def session_cards(ids: Iterable[str]) -> list[queries.SessionCard]:
    """Cards of these sessions, in this order; one that is not here is left out."""
    return queries.session_cards(ids)


@register.filter
def kind(session_id: str) -> str:
    """What a session opens as. Each can be heard and watched."""
    return {"sound": "audio", "picture": "video"}[usual_way(session_id)]
