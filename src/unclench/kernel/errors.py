"""The one family of errors that a person may be shown."""


class UnclenchError(Exception):
    """Any fault that we explain ourselves, in one line."""


class BadInput(UnclenchError):
    """Something handed in cannot be used.

    Args:
        what: what is wrong, in plain words ("has no group called 'elbow'").
        where: the file, line, key, or field it was found in ("rest.toml:12: group.hand.pause").
        mend: what the giver can do about it ("use one of: right-hand, left-hand").
    """

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        self.what, self.where, self.mend = what, where, mend
        super().__init__(what)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f"; {self.mend}" if self.mend else ""
        return " ".join(f"{place}{self.what}{advice}".split())
