from __future__ import annotations

from django.urls import path

from mutua.foundation.lists import views

app_name = "lists"
urlpatterns = [path("lists/views/<int:view_id>/bring-back/", views.bring_view_back, name="bring-back")]
