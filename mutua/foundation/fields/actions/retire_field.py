"""Retiring a custom field: it is no longer asked for, and its values stay."""

from __future__ import annotations

from django.db import transaction

from mutua.foundation import days
from mutua.foundation.access import Actor, find, require, visible_to
from mutua.foundation.fields.actions.define_field import check_definitions, lock_definitions
from mutua.foundation.fields.models import CustomField


@transaction.atomic
def retire_field(actor: Actor, field_id: int) -> CustomField:
    """Twice is once. Raises NotAllowed, NotFound; Refused while a formula or a roll-up names the field."""
    require(actor, "fields.custom.edit")
    lock_definitions()
    field = find(visible_to(actor, CustomField.objects.select_for_update()), pk=field_id)
    if field.retired_at is None:
        check_definitions(without=field)
        field.retired_at = days.now()
        field.save(update_fields=["retired_at"])
    return field


@transaction.atomic
def bring_field_back(actor: Actor, field_id: int) -> CustomField:
    """The field as it was, with the values that the records kept. Raises NotAllowed, NotFound; Refused for one that no longer reads."""
    require(actor, "fields.custom.edit")
    lock_definitions()
    field = find(visible_to(actor, CustomField.objects.select_for_update()), pk=field_id)
    if field.retired_at is not None:
        if field.is_computed:
            check_definitions(instead=field)
        field.retired_at = None
        field.save(update_fields=["retired_at"])
    return field
