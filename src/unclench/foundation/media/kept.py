"""What was laid out lately, made once even when several ask at the same moment."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Executor
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """The values made last, at most ``size``. Each is made in a thread; a fault is kept for nobody."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._making: OrderedDict[Hashable, asyncio.Future[T]] = OrderedDict()

    async def get(self, key: Hashable, make: Callable[[], T], workers: Executor) -> T:
        """The value of this key, made now where it is not kept.

        Whoever hangs up while it is made leaves it to the others who wait for it.

        Raises:
            Exception: whatever ``make`` raises, to everybody who waits for it.
        """
        found = self._making.get(key)
        if found is None or found.cancelled():
            found = asyncio.get_running_loop().run_in_executor(workers, make)
            self._making[key] = found
            found.add_done_callback(lambda done: self._settle(key, done))
        self._making.move_to_end(key)
        return await asyncio.shield(found)

    def _settle(self, key: Hashable, done: "asyncio.Future[T]") -> None:
        if done.cancelled() or done.exception() is not None:
            self._making.pop(key, None)
        while len(self._making) > self._size:
            self._making.popitem(last=False)
