"""Addresses of the session pages."""

from django.urls import path

from unclench.apps.library import views

app_name = "library"
urlpatterns = [
    path("sessions/", views.sessions, name="sessions"),
    path("sessions/<slug:session_id>/", views.session, name="session"),
    path("sessions/<slug:session_id>/fit/", views.fit, name="fit"),
    path("sessions/<slug:session_id>/transcript/", views.transcript, name="transcript"),
]
