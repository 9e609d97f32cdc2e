"""What stood in the fields of leads, deals and territories can be put back, by the act that edits them. Stages have acts of their own."""

from __future__ import annotations

from mutua.foundation.records.returning import old_values
from mutua.sales.actions.edit_lead import edit_lead
from mutua.sales.actions.edit_opportunity import edit_opportunity
from mutua.sales.actions.edit_territory import edit_territory
from mutua.sales.lead_values import LEAD_FIELDS
from mutua.sales.models import Lead, Opportunity, Territory
from mutua.sales.queries.leads import lead_for
from mutua.sales.queries.opportunities import opportunity_for
from mutua.sales.queries.territories import territory_for
from mutua.sales.territory_values import TERRITORY_FIELDS
from mutua.sales.values import OPPORTUNITY_FIELDS

old_values(
    "deal",
    Opportunity,
    find=opportunity_for,
    edit=edit_opportunity,
    view_needs="sales.opportunity.view",
    edit_needs="sales.opportunity.edit",
    fields=[name for name in OPPORTUNITY_FIELDS if name not in ("stage", "source", "source_key")],
)

old_values(
    "territory",
    Territory,
    find=territory_for,
    edit=edit_territory,
    view_needs="sales.territory.view",
    edit_needs="sales.territory.edit",
    fields=[name for name in TERRITORY_FIELDS if name not in ("source", "source_key")],
)

old_values(
    "lead",
    Lead,
    find=lead_for,
    edit=edit_lead,
    view_needs="sales.lead.view",
    edit_needs="sales.lead.edit",
    fields=[name for name in LEAD_FIELDS if name not in ("arrived_at", "source", "source_key")],
)
