"""Composing a web form, changing it, and taking it off."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.records.actions.soft_delete import soft_delete
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.filling import fill
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.portals.models import WebForm
from mutua.portals.queries.web_forms import web_form_for

FIELDS = ("name", "title", "asks", "offering", "wording", "thanks", "double_opt_in", "open")


@transaction.atomic
def create_web_form(actor: Actor, **values: Any) -> WebForm:
    """A new form. values: any of FIELDS. Raises NotAllowed; Refused also where this installation serves no pages to the outside."""
    require(actor, "portals.form.edit")
    if not settings.PORTAL_URL:
        raise Refused(_("This installation serves no pages to customers: MUTUA_PORTAL_PORT is 0. Nothing was saved."))
    form = WebForm()
    fill(form, values, FIELDS)

    store(form)
    return form


@transaction.atomic
def edit_web_form(actor: Actor, form_id: int, *, version: int | None, **values: Any) -> WebForm:
    """The form with these values, at once wherever it is embedded. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    form = locked(web_form_for(actor, form_id), version)
    require(actor, "portals.form.edit", form)
    if changed := fill(form, values, FIELDS):
        store(form, update_fields=changed)
    return form


@transaction.atomic
def delete_web_form(actor: Actor, form_id: int, *, version: int | None) -> WebForm:
    """The form, in the bin: it takes nothing in any more. Raises NotFound, NotAllowed, StaleVersion."""
    return soft_delete(actor, web_form_for(actor, form_id), version)
