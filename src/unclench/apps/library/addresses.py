"""Where the pages and files of a fitting are found."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from unclench.apps.library.fittings import Fitting

WAYS: Final = ("sound", "picture")
"""To listen, or to watch."""

_WATCHED: Final = frozenset({"seven"})


def usual_way(script_id: str) -> str:
    """How a session opens when nobody said: the seven groups are our video."""
    return "picture" if script_id in _WATCHED else "sound"


@dataclass(frozen=True, slots=True)
class Addresses:
    """All addresses of one fitting, heard or watched."""

    fitting: Fitting
    way: str

    def page(self) -> str:
        """The session page."""
        return self._page("library:session")

    def fit(self) -> str:
        """The page that fits it to a body."""
        return self._page("library:fit")

    def transcript(self) -> str:
        """The page of its words."""
        return self._page("library:transcript")

    def other_way(self, way: str) -> str:
        """The session page, heard or watched."""
        return replace(self, way=way).page()

    def with_minutes(self, minutes: str) -> str:
        """The session page at another length."""
        pairs = [pair for pair in self.pairs() if pair[0] != "minutes"]
        return _address(self.path(), [("minutes", minutes), *pairs])

    def path(self) -> str:
        """The session page without its choices."""
        return reverse("library:session", args=[self.fitting.script_id])

    def pairs(self) -> list[tuple[str, str]]:
        """The choices, with the way where it is not the usual one."""
        usual = usual_way(self.fitting.script_id)
        return [*([("way", self.way)] if self.way != usual else []), *self.fitting.pairs()]

    def media(self, kind: str, *, download: bool = False, ambient: bool = True) -> str:
        """A file of the session; without ``ambient`` the voice alone: the player adds the background."""
        fitting = self.fitting if ambient else replace(self.fitting, ambient=None)
        extra = [("download", "1")] if download else []
        return _address(f"/media/sessions/{fitting.script_id}.{kind}", [*fitting.pairs(), *extra])

    def _page(self, name: str) -> str:
        return _address(reverse(name, args=[self.fitting.script_id]), self.pairs())


def ambient_file(name: str) -> str:
    """The loop of a background sound."""
    return f"/media/ambient/{name}.mp3"


def _address(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    query = urlencode(list(pairs))
    return f"{path}?{query}" if query else path
