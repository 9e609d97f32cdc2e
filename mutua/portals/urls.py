"""Addresses of our side of the door. What customers open stands in `outside.py` and is served by another process."""

from __future__ import annotations

from django.urls import path

from mutua.portals.views import links, web_forms

app_name = "portals"

urlpatterns = [
    path("web-forms/", web_forms.web_forms, name="web-forms"),
    path("web-forms/new/", web_forms.web_form_new, name="web-form-new"),
    path("web-forms/<int:form_id>/", web_forms.web_form, name="web-form"),
    path("web-forms/<int:form_id>/edit/", web_forms.web_form_edit, name="web-form-edit"),
    path("web-forms/<int:form_id>/delete/", web_forms.web_form_delete, name="web-form-delete"),
    path("accounts/<int:account_id>/portal/", links.door, name="door"),
    path("accounts/<int:account_id>/portal/links/new/", links.link_new, name="link-new"),
    path("accounts/<int:account_id>/portal/links/<int:link_id>/revoke/", links.link_revoke, name="link-revoke"),
    path("accounts/<int:account_id>/portal/promises/new/", links.promise_new, name="promise-new"),
    path("accounts/<int:account_id>/portal/promises/<int:promise_id>/close/", links.promise_close, name="promise-close"),
]
