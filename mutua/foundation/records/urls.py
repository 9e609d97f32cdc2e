"""Addresses of the bin."""

from __future__ import annotations

from django.urls import path

from mutua.foundation.records import views

app_name = "records"

urlpatterns = [
    path("bin/", views.bin_page, name="bin"),
    path("bin/<slug:kind>/<int:record_id>/restore/", views.restore_record, name="restore"),
    path("bin/<slug:kind>/restore-together/<int:moment>/", views.restore_together, name="restore-together"),
]
