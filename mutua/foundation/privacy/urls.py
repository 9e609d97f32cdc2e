"""Addresses of a person's rights."""

from __future__ import annotations

from django.urls import path

from mutua.foundation.privacy.views import rights

app_name = "privacy"

urlpatterns = [
    path("people/<int:person_id>/everything/", rights.everything, name="everything"),
    path("people/<int:person_id>/erase/", rights.erase, name="erase"),
    path("erasures/", rights.erasures, name="erasures"),
]
