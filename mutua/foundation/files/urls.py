from __future__ import annotations

from django.urls import path

from mutua.foundation.files import views

app_name = "files"
urlpatterns = [
    path("files/<slug:kind>/<int:subject_id>/", views.of_record, name="of"),
    path("files/<int:attachment_id>/", views.download, name="download"),
    path("files/<int:attachment_id>/show/", views.show, name="show"),
    path("files/<int:attachment_id>/rename/", views.rename, name="rename"),
    path("files/<int:attachment_id>/delete/", views.delete, name="delete"),
]
