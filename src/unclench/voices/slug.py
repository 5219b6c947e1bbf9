"""File names for cues, so that a person can tell which recording belongs to which words."""

import re
import unicodedata

from unclench.voices.store import address

_LONGEST = 80


def cue_slug(text: str) -> str:
    """A cue's name as a file: ``Let go now.`` is ``let-go-now``; a very long one ends in its own mark."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "")
    slug = "-".join(re.findall(r"[a-z0-9]+", plain))
    mark = address(text)[:8]
    if not slug:
        return f"cue-{mark}"
    return slug if len(slug) <= _LONGEST else f"{slug[: _LONGEST - 9].rstrip('-')}-{mark}"
