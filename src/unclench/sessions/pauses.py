"""Sharing out time among pauses, to the millisecond."""

from collections.abc import Sequence

from unclench.sessions.script import Span


def share_out(spans: Sequence[Span], total_ms: int) -> list[int]:
    """A length for each pause, all together exactly ``total_ms``.

    Each gives way from its wish in proportion to the room it has, towards ``most`` or towards ``least``;
    what rounding leaves over goes to the largest remainders. The total lies between the sum of ``least`` and
    the sum of ``most``.
    """
    wished = sum(span.wish for span in spans)
    extra = total_ms - wished
    if extra >= 0:
        shares = _proportional([span.most - span.wish for span in spans], extra)
        return [span.wish + share for span, share in zip(spans, shares, strict=True)]
    shares = _proportional([span.wish - span.least for span in spans], -extra)
    return [span.wish - share for span, share in zip(spans, shares, strict=True)]


def _proportional(room: list[int], amount: int) -> list[int]:
    whole = sum(room)
    if not whole:
        return room
    shares = [amount * each // whole for each in room]
    over = amount - sum(shares)
    if over:
        order = sorted(range(len(room)), key=lambda i: amount * room[i] % whole, reverse=True)
        for index in order[:over]:
            shares[index] += 1
    return shares
