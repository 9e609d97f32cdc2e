from __future__ import annotations

from django.urls import path

from mutua.foundation.timeline import views

app_name = "timeline"
urlpatterns = [
    path("timeline/<slug:kind>/<int:subject_id>/", views.older, name="older"),
]
