from __future__ import annotations

from django.apps import AppConfig


class FieldsConfig(AppConfig):
    name = "mutua.foundation.fields"
    label = "fields"
