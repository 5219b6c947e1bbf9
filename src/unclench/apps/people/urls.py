"""Addresses of signing in and out."""

from django.urls import path

from unclench.apps.people.views import SignIn, SignOut

app_name = "people"
urlpatterns = [
    path("sign-in/", SignIn.as_view(), name="sign-in"),
    path("sign-out/", SignOut.as_view(), name="sign-out"),
]
