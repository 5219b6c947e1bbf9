"""The app of accounts, roles and sign-in."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People who sign in."""

    name = "unclench.apps.people"
    label = "people"
    verbose_name = "People"
