"""Which fields are about a person."""

from __future__ import annotations

from mutua.foundation.privacy import nothing_personal
from mutua.sales.models import Opportunity, Pipeline, Stage, StageChange, Territory, TerritoryAccount, TerritoryMember

nothing_personal(Opportunity, Pipeline, Stage, StageChange, Territory, TerritoryAccount, TerritoryMember)
