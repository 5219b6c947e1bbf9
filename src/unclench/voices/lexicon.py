"""How words are spelt for engines that would say them wrong, and where a text is cut into sentences."""

import re
from functools import lru_cache

_SPELT = {
    "en": (
        (r"\bMS\b", "M S"),  # else the title "Ms"
        (r"\bGP\b", "G P"),
        (r"\bTV\b", "T V"),
        (r"\be\.g\.", "for example"),
        (r"\bi\.e\.", "that is"),
        (r"&", "and"),
        (r"\b([Cc])lose (?=the|your|them|it|both)", r"\1loze "),  # to shut, not near
        (r"\b([Pp])ractis(?=e|ing)", r"\1ractic"),  # American dictionaries guess the British spelling badly
    ),
}
_SENTENCE = re.compile(r"(?<=[.!?…])[\"'’”)]*\s+(?=[\"'‘“(]?\w)")
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": ", ", "—": ", ", "…": ".", "\u00a0": " "}
)


@lru_cache(maxsize=4096)
def spelt(text: str, language: str) -> str:
    """The text as an engine should be given it: plain punctuation, abbreviations as they are said."""
    plain = text.translate(_PLAIN)
    for written, said in _SPELT.get(language.partition("-")[0].lower(), ()):
        plain = re.sub(written, said, plain)
    return re.sub(r"\s+([,.!?;:])", r"\1", " ".join(plain.split()))


@lru_cache(maxsize=4096)
def sentences(text: str) -> tuple[str, ...]:
    """The text's sentences; each is spoken on its own, with a breath's pause after it."""
    return tuple(filter(None, (part.strip() for part in _SENTENCE.split(text))))
