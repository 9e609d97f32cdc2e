"""What is asked before a territory is written."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from mutua.customers.models import Account
from mutua.foundation.access import Actor, NotFound
from mutua.foundation.fields.known import Known
from mutua.foundation.filters import FilterError, apply_filter, fields_named
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.trees import refuse_circle
from mutua.sales.models import Territory
from mutua.sales.queries.territories import territory_for

TERRITORY_FIELDS = ("name", "parent", "predicate", "custom", "source", "source_key")


def check_parent(actor: Actor, territory: Territory) -> None:
    """Raises Refused for a territory above that is not there, or that stands below this one."""
    if territory.parent_id is None:
        return
    try:
        parent = territory_for(actor, territory.parent_id)
    except NotFound:
        raise Refused(_("There is no such territory to stand under. Nothing was saved."), field="parent") from None
    refuse_circle(territory, parent)


def check_rule(actor: Actor, predicate: dict[str, Any]) -> None:
    """Raises Refused with the sentence of what cannot be read, or names a field that the actor does not see."""
    if not predicate:
        return
    try:
        apply_filter(Account.objects.all(), "account", predicate)
        known = Known(actor)
        if "territory" in fields_named(predicate):
            raise Refused(_("A territory’s rule cannot ask for territories. Nothing was saved; name another field."), field="predicate")
        unseen = next((key for key in sorted(fields_named(predicate)) if known.named("account", key) is None), "")
    except FilterError as problem:
        raise Refused(str(problem), field="predicate") from problem
    if unseen:
        raise Refused(_("There is no field “%(field)s” that you may name. Nothing was saved.") % {"field": unseen}, field="predicate")
