from __future__ import annotations

from django.urls import path

from mutua.foundation.ui import views

app_name = "ui"
urlpatterns = [
    path("look/", views.look, name="look"),
    path("me/", views.me, name="me"),
    path("settings/look/", views.gallery, name="gallery"),
]
