"""Addresses of the bin and of the history of a field."""

from __future__ import annotations

from django.urls import path

from mutua.foundation.records import views

app_name = "records"

urlpatterns = [
    path("bin/", views.bin_page, name="bin"),
    path("bin/<slug:kind>/<int:record_id>/restore/", views.restore_record, name="restore"),
    path("bin/<slug:kind>/restore-together/<int:moment>/", views.restore_together, name="restore-together"),
    path("history/<slug:kind>/<int:record_id>/<str:field_name>/", views.field_history, name="field-history"),
    path("history/<slug:kind>/<int:record_id>/<int:write_id>/<str:field_name>/put-back/", views.put_back_value, name="put-back"),
]
