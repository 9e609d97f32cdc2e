"""Leads, deals and territories have a bin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.bin import binned
from mutua.sales.models import Lead, LeadPool, Opportunity, Territory
from mutua.sales.tasks import place_every_account

binned("deal", Opportunity, title=_("Deals"), permission="sales.opportunity.delete", on=("account",))
binned(
    "territory",
    Territory,
    title=_("Territories"),
    permission="sales.territory.edit",
    restored=lambda actor, territory: place_every_account.defer(),
)
binned("lead", Lead, title=_("Leads"), permission="sales.lead.delete")
binned("lead-pool", LeadPool, title=_("Lead pools"), permission="sales.leadpool.edit")
