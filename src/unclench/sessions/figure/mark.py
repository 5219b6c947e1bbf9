"""The mark: a tight loop of line that slackens and comes to rest."""

from html import escape

from unclench.sessions.figure.curves import knots, path_data, spline

_LINE = knots("4,31 16,30 28,24 34,15 32,7 25,4 18,8 17,17 23,26 35,31 50,32 66,30 80,30 92,31")


def mark_svg(*, title: str | None = None) -> str:
    """The mark as inline SVG in the colour of the text round it; without a title it is decoration."""
    said = f'role="img" aria-label="{escape(title)}"' if title else 'aria-hidden="true" focusable="false"'
    return (
        f'<svg class="mark" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 40" {said}>'
        f'<path d="{path_data(spline(_LINE))}" fill="none" stroke="currentColor" stroke-width="3.6" '
        'stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )
