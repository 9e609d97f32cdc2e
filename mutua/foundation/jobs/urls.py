from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from mutua.foundation.jobs import views


class ProgressKey(StringConverter):
    regex = r"[^/\x00]+"


register_converter(ProgressKey, "progress_key")

app_name = "jobs"
urlpatterns = [
    path("jobs/", views.dead_letter_list, name="dead-letters"),
    path("jobs/<int:job_id>/", views.dead_letter, name="dead-letter"),
    path("jobs/<int:job_id>/retry/", views.retry, name="retry"),
    path("jobs/<int:job_id>/dismiss/", views.dismiss, name="dismiss"),
    path("jobs/progress/<progress_key:key>/", views.progress, name="progress"),
    path("jobs/progress/<progress_key:key>/cancel/", views.cancel, name="cancel"),
]
