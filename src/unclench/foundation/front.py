"""The gate before Django: no body too large, none that dribbles in, no more requests at once than threads.

Django reads a whole body before it looks at who sent it. Here a body is measured first: one that says
it is too large is refused unread, one that lies is cut off at the limit, one that stalls is given up.
Only a complete request takes one of the few places at which Django works.
"""

import asyncio
from collections.abc import Mapping

from unclench.foundation.asgi import Application, Message, Receive, Scope, Send, header, say

PLACES = 8
"""How many requests Django works on at once, each in a thread. Writers wait for one another anyway."""

_PATIENCE_S = 30.0


class BodyTooLargeError(Exception):
    """The body goes beyond what this address takes."""


class GoneError(Exception):
    """The sender hung up."""


class Front:
    """An application behind the gate.

    Args:
        inner: the application.
        usual: the most bytes a body may have.
        larger: addresses (by their start) that take more, and how much.
        patience_s: how long a body may keep us waiting between two pieces.
    """

    def __init__(
        self,
        inner: Application,
        *,
        usual: int = 2 * 1024 * 1024,
        larger: Mapping[str, int] | None = None,
        patience_s: float = _PATIENCE_S,
        places: int = PLACES,
    ) -> None:
        self._inner, self._usual, self._larger = inner, usual, dict(larger or {})
        self._patience_s, self._places = patience_s, asyncio.Semaphore(places)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take the body in, then hand the request on; 413 too large, 408 too slow."""
        try:
            body = await self._body(scope, receive)
        except BodyTooLargeError:
            return await say(
                scope, send, 413, "This is larger than this page takes.", [(b"connection", b"close")]
            )
        except TimeoutError:
            return await say(
                scope, send, 408, "The request did not arrive in full.", [(b"connection", b"close")]
            )
        except GoneError:
            return None
        async with self._places:
            return await self._inner(scope, _replay(body, receive), send)

    async def _body(self, scope: Scope, receive: Receive) -> bytes:
        limit = next(
            (most for start, most in self._larger.items() if scope["path"].startswith(start)), self._usual
        )
        stated = header(scope, b"content-length")
        if stated is not None and (not stated.isdecimal() or int(stated) > limit):
            raise BodyTooLargeError
        body = bytearray()
        while True:
            message = await asyncio.wait_for(receive(), self._patience_s)
            if message["type"] == "http.disconnect":
                raise GoneError
            body += message.get("body", b"")
            if len(body) > limit:
                raise BodyTooLargeError
            if not message.get("more_body", False):
                return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Hand the body over once, then whatever the sender does next."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return waiting.pop() if waiting else await receive()

    return replayed
