"""The roles: small, kept as groups so that a site can see and change who has which."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody does here. The value is the group's name."""

    EDITOR = "editor"
    NURSE = "nurse"
