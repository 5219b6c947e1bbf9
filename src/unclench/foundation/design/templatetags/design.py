"""``{% icon "play" %}``, ``{% figure "lying" %}``, ``{% mark %}`` and ``<html {% reading_attributes %}>``."""

from django import template
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from unclench.foundation.design.reading import Reading
from unclench.sessions.body import Posture
from unclench.sessions.figure import figure_svg
from unclench.sessions.figure.mark import mark_svg

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of our own drawings from ``design/icons.svg``. Silent: the words beside it speak."""
    sprite = static("design/icons.svg")
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', sprite, name)


@register.simple_tag
def figure(posture: str) -> SafeString:
    """The person at rest, as an ornament that stays silent."""
    return mark_safe(figure_svg(Posture(posture)))  # noqa: S308 - drawn by us, no words of others in it


@register.simple_tag
def mark() -> SafeString:
    """The mark, silent beside the name."""
    return mark_safe(mark_svg())  # noqa: S308 - drawn by us, no words of others in it


@register.simple_tag(takes_context=True)
def reading_attributes(context: Context) -> SafeString:
    """The reading settings this device keeps, as attributes of the page's root element."""
    request = context.get("request")
    return flatatt(Reading.of(request).attributes()) if isinstance(request, HttpRequest) else SafeString("")
