"""One measured figure against its bound, and how a run of them is shown."""

from collections.abc import Sequence
from dataclasses import dataclass

_SMALL = 0.1


@dataclass(frozen=True)
class Result:
    """A figure: what was measured, the most it may be, and whether it holds.

    Attributes:
        unit: "of ..." for a ratio to something measured in the same run, else a unit like "ms".
        note: what stood beside it, so that the ratio can be judged.
    """

    name: str
    measured: float
    bound: float
    unit: str
    passed: bool
    note: str = ""

    @classmethod
    def at_most(cls, name: str, measured: float, bound: float, unit: str, note: str = "") -> "Result":
        """A figure that must not exceed its bound."""
        return cls(name, measured, bound, unit, measured <= bound, note)


def number(value: float, unit: str) -> str:
    """A value as people read it: small ratios as one part in so many."""
    if unit.startswith("of ") and 0 < value < _SMALL:
        return f"1/{1 / value:,.0f}"
    return f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"


def table(results: Sequence[Result]) -> str:
    """All figures in aligned columns, one a line, each with PASS or FAIL."""
    rows = [("", "measured", "bound", "", "")]
    for result in results:
        measured, bound = (number(value, result.unit) for value in (result.measured, result.bound))
        rows.append(("PASS" if result.passed else "FAIL", measured, f"<= {bound}", result.unit, result.name))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = []
    for row, note in zip(rows, ["", *(result.note for result in results)], strict=True):
        cells = (
            row[0].ljust(widths[0]), row[1].rjust(widths[1]), row[2].rjust(widths[2]), row[3].ljust(widths[3])
        )  # fmt: skip
        lines.append("  ".join((*cells, row[4] + (f"  ({note})" if note else ""))).rstrip())
    return "\n".join(lines)
