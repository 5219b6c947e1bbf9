"""Addresses of the source."""

from django.urls import path

from unclench.foundation.source.views import download, source

app_name = "source"
urlpatterns = [
    path("source/", source, name="page"),
    path("source/unclench.tar.gz", download, name="download"),
]
