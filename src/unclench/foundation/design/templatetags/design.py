"""``{% icon "play" %}`` and ``<html {% reading_attributes %}>``."""

from django import template
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from unclench.foundation.design.reading import Reading

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of our own drawings from ``design/icons.svg``; says nothing to a screen reader: the words beside it do."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static("design/icons.svg"), name
    )


@register.simple_tag(takes_context=True)
def reading_attributes(context: Context) -> SafeString:
    """The reading settings this device keeps, as attributes of the page's root element."""
    request = context.get("request")
    return flatatt(Reading.of(request).attributes()) if isinstance(request, HttpRequest) else SafeString("")
