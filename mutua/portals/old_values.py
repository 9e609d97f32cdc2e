"""What stood in web forms can be put back, by the act that edits them."""

from __future__ import annotations

from mutua.foundation.records.returning import old_values
from mutua.portals.actions.keep_web_form import FIELDS, edit_web_form
from mutua.portals.models import WebForm
from mutua.portals.queries.web_forms import web_form_for

old_values(
    "web-form",
    WebForm,
    find=web_form_for,
    edit=edit_web_form,
    view_needs="portals.form.view",
    edit_needs="portals.form.edit",
    fields=list(FIELDS),
)
