"""Deals have a bin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.bin import binned
from mutua.sales.models import Opportunity

binned("deal", Opportunity, title=_("Deals"), permission="sales.opportunity.delete", on=("account",))
