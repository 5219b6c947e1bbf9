"""Addresses of the shared look."""

from django.urls import path

from unclench.foundation.design.views import reading

app_name = "design"
urlpatterns = [path("reading/", reading, name="reading")]
