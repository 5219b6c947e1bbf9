"""How a person likes to read: colours, size, spacing, plainness. Kept in one cookie on their own device."""

from dataclasses import dataclass, fields
from typing import Final

from django.http import HttpRequest, HttpResponse

COOKIE: Final = "reading"
A_YEAR: Final = 365 * 24 * 60 * 60

CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "scheme": ("device", "light", "dark"),
    "size": ("usual", "larger", "largest"),
    "spacing": ("usual", "more"),
    "plain": ("no", "yes"),
}
"""Every setting and its values; the first is what a page looks like when nothing was chosen."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One person's reading settings; a value that is not on offer counts as the usual one."""

    scheme: str = "device"
    size: str = "usual"
    spacing: str = "usual"
    plain: str = "no"

    @classmethod
    def chosen(cls, **values: str | None) -> "Reading":
        """Settings from any source, keeping only what is on offer."""
        return cls(**{name: value for name, value in values.items() if value in CHOICES.get(name, ())})

    @classmethod
    def of(cls, request: HttpRequest) -> "Reading":
        """The settings this device keeps. The cookie reads ``scheme.size.spacing.plain``."""
        kept = request.COOKIES.get(COOKIE, "").split(".")
        return cls.chosen(**dict(zip(CHOICES, kept, strict=False)))

    def attributes(self) -> dict[str, str]:
        """What the page's root element carries; nothing where the setting is the usual one."""
        named = {field.name: str(getattr(self, field.name)) for field in fields(self)}
        return {f"data-{name}": value for name, value in named.items() if value != CHOICES[name][0]}

    def keep(self, response: HttpResponse, *, secure: bool) -> None:
        """Ask the device to keep the settings for a year."""
        value = ".".join(str(getattr(self, name)) for name in CHOICES)
        response.set_cookie(COOKIE, value, max_age=A_YEAR, samesite="Lax", secure=secure)
