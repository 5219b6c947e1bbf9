"""What was made lately is kept; what is asked for by many at once is made once."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from unclench.foundation.media.kept import Kept


def test_many_who_ask_at_once_share_one_making() -> None:
    made: list[int] = []
    go = threading.Event()

    def make() -> str:
        go.wait(5)
        made.append(1)
        return "value"

    async def ask() -> list[str]:
        kept: Kept[str] = Kept(4)
        with ThreadPoolExecutor(4) as workers:
            asking = [asyncio.ensure_future(kept.get("key", make, workers)) for _ in range(20)]
            await asyncio.sleep(0)
            asking[0].cancel()
            go.set()
            return await asyncio.gather(*asking[1:])

    assert asyncio.run(ask()) == ["value"] * 19
    assert made == [1]


def test_a_fault_is_told_to_whoever_asked_and_tried_again_for_the_next() -> None:
    tries: list[int] = []

    def make() -> str:
        tries.append(1)
        if len(tries) == 1:
            raise OSError("full")
        return "value"

    async def ask() -> str:
        kept: Kept[str] = Kept(4)
        with ThreadPoolExecutor(1) as workers:
            with pytest.raises(OSError, match="full"):
                await kept.get("key", make, workers)
            return await kept.get("key", make, workers)

    assert asyncio.run(ask()) == "value"


def test_only_the_last_few_are_kept() -> None:
    made: list[int] = []

    async def ask() -> None:
        kept: Kept[int] = Kept(3)
        with ThreadPoolExecutor(1) as workers:
            for number in [1, 2, 3, 1, 4, 1, 2]:
                await kept.get(number, lambda number=number: made.append(number) or number, workers)  # type: ignore[misc]

    asyncio.run(ask())
    assert made == [1, 2, 3, 4, 2]
