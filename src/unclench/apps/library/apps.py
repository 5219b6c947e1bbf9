"""The app of sessions."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """Sessions to hear and see; no tables."""

    name = "unclench.apps.library"
    label = "library"
    verbose_name = "Library"
