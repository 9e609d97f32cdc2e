"""Addresses of our side of the door. What customers open stands in `outside.py` and is served by another process."""

from __future__ import annotations

from django.urls import path

from mutua.portals.views import links

app_name = "portals"

urlpatterns = [
    path("accounts/<int:account_id>/portal/", links.door, name="door"),
    path("accounts/<int:account_id>/portal/links/new/", links.link_new, name="link-new"),
    path("accounts/<int:account_id>/portal/links/<int:link_id>/revoke/", links.link_revoke, name="link-revoke"),
    path("accounts/<int:account_id>/portal/promises/new/", links.promise_new, name="promise-new"),
    path("accounts/<int:account_id>/portal/promises/<int:promise_id>/close/", links.promise_close, name="promise-close"),
]
