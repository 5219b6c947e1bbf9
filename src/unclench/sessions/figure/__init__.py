"""The body figure: one drawing of a person at rest, for pages, video, cover and print."""

from unclench.sessions.figure.svg import figure_svg
from unclench.sessions.parts import PARTS

__all__ = ["PARTS", "figure_svg"]
