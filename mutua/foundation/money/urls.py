"""The address of exchange rates."""

from __future__ import annotations

from django.urls import path

from mutua.foundation.money import views

app_name = "money"

urlpatterns = [path("settings/rates/", views.rates, name="rates")]
