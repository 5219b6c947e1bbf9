"""Django's registration of the shared look."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Brings the base layout, its style sheets and its template tags."""

    name = "unclench.foundation.design"
    label = "design"
