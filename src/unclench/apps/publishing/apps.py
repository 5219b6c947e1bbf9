"""The app of editors' pages."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """Pages that editors write."""

    name = "unclench.apps.publishing"
    label = "publishing"
    verbose_name = "Publishing"
