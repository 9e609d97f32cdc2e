"""What stood in the fields of deals can be put back, by the act that edits them. Stages have acts of their own."""

from __future__ import annotations

from mutua.foundation.records.returning import old_values
from mutua.sales.actions.edit_opportunity import edit_opportunity
from mutua.sales.models import Opportunity
from mutua.sales.queries.opportunities import opportunity_for
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
