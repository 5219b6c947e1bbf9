"""Addresses of the session pages."""

from django.urls import path

from unclench.apps.library import recording_pages, recording_views, views

app_name = "library"
urlpatterns = [
    path("sessions/", views.sessions, name="sessions"),
    path("sessions/<slug:session_id>/", views.session, name="session"),
    path("sessions/<slug:session_id>/fit/", views.fit, name="fit"),
    path("sessions/<slug:session_id>/transcript/", views.transcript, name="transcript"),
    path("recording/", recording_pages.voices, name="recording"),
    path("recording/<slug:voice>/of/<slug:session_id>/", recording_pages.cues, name="recording-cues"),
    path(
        "recording/<slug:voice>/of/<slug:session_id>/<slug:cue>/",
        recording_pages.cue,
        name="recording-cue",
    ),
    path("recording/voices/", recording_views.voices, name="recorded-voices"),
    path("recording/voices/<slug:voice>/takes/<slug:cue>/", recording_views.take, name="take"),
    path("recording/voices/<slug:voice>/<slug:session_id>/", recording_views.cues, name="cues"),
]
