"""What may be written into a lead, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from mutua.customers.actions.add_contact_point import normalised_or_refused
from mutua.foundation.records import filling
from mutua.foundation.records.errors import Refused
from mutua.foundation.tags.actions.settle_tags import settled
from mutua.sales.models import Lead

LEAD_FIELDS = (
    "organisation", "given_name", "family_name", "job_title", "mail", "phone", "website", "industry", "country", "employees", "amount", "currency",
    "offering", "message", "came_by", "owner", "strategy", "arrived_at", "tags", "custom", "source", "source_key",
)  # fmt: skip
NOBODY_NAMED = _("Say who it is: an organisation, a name, a mail address or a telephone number. Nothing was saved.")


def fill(lead: Lead, values: Mapping[str, Any]) -> list[str]:
    """Put the values into the lead; the names of those that changed, with what follows from them. Raises Refused for an address that is none."""
    written = {name: settled(value) if name == "tags" else value for name, value in values.items()}
    changed = filling.fill(lead, written, LEAD_FIELDS)
    for kind in ("mail", "phone"):
        if kind in changed:
            setattr(lead, f"{kind}_normalised", _compared(kind, getattr(lead, kind)))
            changed.append(f"{kind}_normalised")
    if "strategy" in changed:
        lead.strategy_inferred = False
        changed.append("strategy_inferred")
    if "owner" in changed and lead.assignment:
        lead.assignment = {}  # a person gave it to somebody else
        changed.append("assignment")
    if not any((lead.organisation, lead.given_name, lead.family_name, lead.mail, lead.phone)):
        raise Refused(str(NOBODY_NAMED), field="organisation")
    return changed


def _compared(kind: str, value: str) -> str:
    """As a contact point of this kind is compared; empty where there is none."""
    try:
        return normalised_or_refused(kind, value) if value else ""
    except Refused as refusal:
        raise Refused(str(refusal), field=kind) from None
