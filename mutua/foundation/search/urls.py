from __future__ import annotations

from django.urls import path

from mutua.foundation.search import views

app_name = "search"
urlpatterns = [path("search/palette", views.palette, name="palette")]
