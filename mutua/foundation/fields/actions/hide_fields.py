"""Hiding fields from a role."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, find, require, visible_to
from mutua.foundation.events import announce
from mutua.foundation.fields.events import FieldsHidden
from mutua.foundation.fields.hiding import hideable_fields
from mutua.foundation.identity.models import Role
from mutua.foundation.records.errors import Refused, StaleVersion


@transaction.atomic
def hide_fields(actor: Actor, role_id: int, codes: Collection[str], *, version: int) -> Role:
    """The role, whose people do not see these fields any more, and see all others. codes: such as "account.spend".

    Raises NotFound, NotAllowed, StaleVersion; Refused for a field that cannot be hidden and for a role that may do everything.
    """
    role = find(visible_to(actor, Role.objects.select_for_update()), pk=role_id)
    require(actor, "fields.hidden.edit", role)
    if role.version != version:
        raise StaleVersion(role, version)
    if "*" in role.permissions:
        raise Refused(_("Who may do everything sees everything. Nothing was changed."))
    known = {code for fields in hideable_fields().values() for code, _label in fields}
    if unknown := sorted(set(codes) - known):
        raise Refused(_("There is no field “%(field)s” that can be hidden. Nothing was changed.") % {"field": unknown[0]})

    # What cannot be hidden at the moment, such as a retired custom field, stays hidden.
    role.hidden_fields = sorted({*codes, *(set(role.hidden_fields) - known)})
    role.version += 1
    role.save(update_fields=["hidden_fields", "version"])

    announce(FieldsHidden(role_id=role.pk, role_name=role.name, fields=tuple(role.hidden_fields)), actor=actor)
    return role
