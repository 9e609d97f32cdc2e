"""Taking a conversion back: what it made goes into the bin where nobody has worked on it since; everything else stays, and is named."""

from __future__ import annotations

from copy import copy  # over the API the actor is found out when it is needed; its copy is found out
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.customers.models import Account, Affiliation, ContactPoint, Person
from mutua.daybook.models import Interaction
from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.actions.put_back import of_own_act
from mutua.foundation.records.actions.soft_delete import soft_delete
from mutua.foundation.records.bin import bin_kind_of
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.sales.actions.carry_papers import bring_papers_back
from mutua.sales.lead_events import LeadConversionUndone
from mutua.sales.models import Lead, LeadConversion, Opportunity
from mutua.sales.queries.leads import lead_for

# In this order: what hangs on another goes before it.
KINDS: dict[str, type[Any]] = {
    "interaction": Interaction, "deal": Opportunity, "contact-point": ContactPoint, "affiliation": Affiliation, "person": Person, "account": Account,
}  # fmt: skip


@transaction.atomic
def undo_conversion(actor: Actor, lead_id: int, *, version: int | None) -> LeadConversion:
    """The conversion, undone; `kept` names what stays. The lead is qualified again. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    lead = locked(lead_for(actor, lead_id), version)
    require(actor, "sales.lead.convert", lead)
    conversion = LeadConversion.objects.select_for_update(of=("self",)).filter(lead=lead, undone_at=None).first()
    if lead.state != Lead.State.CONVERTED or conversion is None:
        raise Refused(_("This lead is not converted, so there is nothing to take back; nothing was changed."))

    hung_on = ("opportunity", conversion.opportunity_id) if conversion.opportunity_id else ("account", conversion.account_id)
    kept = bring_papers_back(conversion.moved, (hung_on[0], hung_on[1] or 0), ("lead", lead.pk))
    kept += _bin_what_it_made(actor, conversion)
    conversion.undone_at, conversion.undone_by_name, conversion.kept = days.now(), actor.name, kept
    store(conversion, update_fields=["undone_at", "undone_by_name", "kept"])
    lead.state = Lead.State.QUALIFIED
    store(lead, update_fields=["state"])

    announce(LeadConversionUndone(lead_id=lead.pk, lead=lead.name, kept=len(kept)), actor=actor)
    return conversion


def _bin_what_it_made(actor: Actor, conversion: LeadConversion) -> list[str]:
    """The names of those that stay. All that goes, goes at one moment, so that it comes back together."""
    kept, at = [], days.now()
    for kind, model in KINDS.items():
        for number, version in conversion.made.get(kind, []):
            record = model.everything.select_for_update(of=("self",)).filter(pk=number).first()
            if record is None or record.deleted_at is not None:
                continue
            if record.version != version or _is_used(record):
                kept.append(f"{model._meta.verbose_name}: {record}")
                continue
            # Whoever may convert may take back what that made, and nothing else.
            may_bin = replace(of_own_act(copy(actor)), permissions=actor.permissions | {bin_kind_of(record).permission})
            soft_delete(may_bin, record, version, at=at)
    return kept


def _is_used(record: Any) -> bool:
    """Whether something living hangs on the record that was not there when it was made. What the conversion itself hung on it is in the bin by now."""
    for relation in record._meta.related_objects:
        model = relation.related_model
        if relation.field.name == "pgh_obj" or not relation.one_to_many or model._meta.label in _PASSIVE:
            continue
        rows = model._base_manager.filter(**{relation.field.name: record.pk})
        if any(column.name == "deleted_at" for column in model._meta.fields):
            rows = rows.filter(deleted_at=None)
        if rows.exists():
            return True
    return False


# What the house works out by itself from a record says nothing of anybody's work on it.
_PASSIVE = frozenset({
    "customers.Consent", "customers.DuplicatePair", "customers.MatchingKey", "strategy.SegmentMember", "sales.LeadConversion", "sales.StageChange", "sales.TerritoryAccount",
    "backoffice.Worth",
})  # fmt: skip
