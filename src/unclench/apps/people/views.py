"""Signing in and out."""

from django.contrib.auth.views import LoginView, LogoutView

from unclench.apps.people.forms import SignInForm


class SignIn(LoginView):
    """The sign-in page, for staff; practising needs no account."""

    form_class = SignInForm
    template_name = "people/sign_in.html"
    redirect_authenticated_user = True


class SignOut(LogoutView):
    """Ends the session, on POST only."""
