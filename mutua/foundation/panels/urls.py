from __future__ import annotations

from django.urls import path

from mutua.foundation.panels import views

app_name = "panels"
urlpatterns = [path("panels/<slug:slot>/<int:record_id>/<slug:key>/", views.one_panel, name="panel")]
