from __future__ import annotations

from django.urls import path

from mutua.foundation.tags import views

app_name = "tags"
urlpatterns = [
    path("tagged/<slug:kind>/<int:record_id>/", views.change_tags, name="change"),
    path("settings/tags/", views.tags, name="tags"),
    path("settings/tags/<int:tag_id>/", views.rename, name="rename"),
    path("settings/tags/<int:tag_id>/merge/", views.merge, name="merge"),
    path("settings/tags/<int:tag_id>/delete/", views.delete, name="delete"),
]
