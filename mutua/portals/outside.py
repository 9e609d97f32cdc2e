"""Addresses of the portal: the only ones that its process answers."""

from __future__ import annotations

from django.urls import path

from mutua.portals.views import joint, opening, outside, outside_forms, value

handler400 = "mutua.portals.views.opening.wrong_request"
handler403 = "mutua.portals.views.opening.not_found"
handler404 = "mutua.portals.views.opening.not_found"
handler500 = "mutua.portals.views.opening.our_fault"

app_name = "portal"
urlpatterns = [
    path("", outside.page, name="page"),
    path("open/<str:token>/", opening.open_link, name="open"),
    path("value/", value.statement, name="value"),
    path("value/answer/", value.answer, name="answer"),
    path("session/<int:session_id>/", joint.session, name="session"),
    path("session/<int:session_id>/cells/", joint.cells, name="session-cells"),
    path("session/<int:session_id>/<slug:key>/", joint.put, name="session-put"),
    path("forms/confirm/<str:token>/", outside_forms.confirm, name="form-confirm"),
    path("forms/<str:key>/", outside_forms.web_form, name="form"),
    path("leave/", opening.leave, name="leave"),
]
