from __future__ import annotations

from django.urls import path

from mutua.foundation.api import views

app_name = "api"

urlpatterns = [
    path("settings/keys/", views.keys, name="keys"),
    path("settings/keys/<int:key_id>/revoke/", views.key_revoke, name="key-revoke"),
]
