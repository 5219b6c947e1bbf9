"""Signing in."""

from django.contrib.auth.forms import AuthenticationForm


class SignInForm(AuthenticationForm):
    """E-mail address and password."""

    error_messages = {  # noqa: RUF012 - Django declares it for the instance
        "invalid_login": "That address and password do not belong together. Check both and try again.",
        "inactive": "This account is closed. Ask the person who looks after this site.",
    }
