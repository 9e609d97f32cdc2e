"""What stays with a merged account where the survivor has one already."""

from __future__ import annotations

from mutua.customers.merging import Then, both_have

# An account lies in one territory: the survivor's.
both_have("sales.TerritoryAccount.account", Then.STAY)
