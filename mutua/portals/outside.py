"""Addresses of the portal: the only ones that its process answers."""

from __future__ import annotations

from django.urls import path

from mutua.portals.views import opening, outside

handler400 = "mutua.portals.views.opening.wrong_request"
handler403 = "mutua.portals.views.opening.not_found"
handler404 = "mutua.portals.views.opening.not_found"
handler500 = "mutua.portals.views.opening.our_fault"

app_name = "portal"
urlpatterns = [
    path("", outside.page, name="page"),
    path("open/<str:token>/", opening.open_link, name="open"),
    path("leave/", opening.leave, name="leave"),
]
