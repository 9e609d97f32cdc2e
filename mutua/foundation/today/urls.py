from __future__ import annotations

from django.urls import path

from mutua.foundation.today import views

app_name = "today"
urlpatterns = [
    path("", views.home, name="home"),
    path("today/put-off/", views.put_away, name="put-off"),
    path("today/put-off/<int:line_id>/take-back/", views.take_back, name="take-back"),
]
