"""Addresses of the custom fields' settings."""

from __future__ import annotations

from django.urls import path

from mutua.foundation.fields import hiding_views, views

app_name = "fields"

urlpatterns = [
    path("settings/fields/", views.custom_fields_page, name="custom-fields"),
    path("settings/fields/new/", views.new_field, name="new"),
    path("settings/fields/check/", views.check, name="check"),
    path("settings/fields/<int:field_id>/", views.edit_field, name="edit"),
    path("settings/roles/<int:role_id>/fields/", hiding_views.hidden_fields, name="hidden"),
    path("settings/fields/<int:field_id>/retire/", views.retire, name="retire"),
    path("settings/fields/<int:field_id>/bring-back/", views.bring_back, name="bring-back"),
]
