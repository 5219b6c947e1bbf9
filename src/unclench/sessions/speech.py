"""How long words take when no voice is at hand."""

WORDS_PER_MINUTE = 135
"""A calm reading pace: the ready voice at its usual speed, measured within sentences."""


def reading_ms(text: str, words_per_minute: int = WORDS_PER_MINUTE) -> int:
    """Milliseconds that a calm voice takes for a text, by its number of words, rounded up."""
    return -(-len(text.split()) * 60_000 // words_per_minute)


def minutes_and_seconds(ms: int, *, up: bool = False) -> str:
    """A length in plain words: ``7 minutes 5 seconds``; to the whole second below, or above with ``up``."""
    seconds = max(0, -(-ms // 1000) if up else ms // 1000)
    parts = [
        f"{count} {unit}{'' if count == 1 else 's'}"
        for count, unit in ((seconds // 60, "minute"), (seconds % 60, "second"))
        if count
    ]
    return " ".join(parts) or "0 seconds"
