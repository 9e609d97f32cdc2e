from __future__ import annotations

from django.urls import path

from mutua.foundation.lists import views

app_name = "lists"
urlpatterns = [
    path("lists/views/<int:view_id>/bring-back/", views.bring_view_back, name="bring-back"),
    path("lists/runs/<int:bulk_id>/", views.bulk_run, name="bulk-run"),
    path("lists/runs/<int:bulk_id>/take-back/", views.bulk_take_back, name="bulk-take-back"),
]
