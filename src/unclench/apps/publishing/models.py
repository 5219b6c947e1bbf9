"""Editors' pages."""

from typing import ClassVar

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from unclench.apps.publishing.blocks import SessionsBlock, TextBlock


class HomePage(Page):
    """The front door: a headline, a few words, and the sessions to begin with."""

    headline = models.CharField(max_length=120)
    intro = RichTextField(features=["bold", "italic", "link"])
    body = StreamField([("sessions", SessionsBlock()), ("text", TextBlock())], blank=True)

    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("headline"),
        FieldPanel("intro"),
        FieldPanel("body"),
    ]
    max_count = 1
    template = "publishing/home.html"

    class Meta:
        verbose_name = "home page"
