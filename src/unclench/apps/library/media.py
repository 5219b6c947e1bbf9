"""Sound, video and words of sessions, answered on the loop."""

from unclench.foundation.asgi import Receive, Scope, Send, say


async def media(scope: Scope, _receive: Receive, send: Send) -> None:
    """Answer ``/media/``."""
    await say(scope, send, 404, "There is nothing at this address.")
