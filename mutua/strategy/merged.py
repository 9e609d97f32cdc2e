"""What stays with a merged account or person where the survivor has one already."""

from __future__ import annotations

from mutua.customers.merging import Then, both_have

# Two active strategies are two promises with their own evidence: the survivor's goes on, the other is remembered and counts no more.
for _name in ("segment_account_once_now", "segment_person_once_now", "customer_strategy_one_active"):
    both_have(_name, Then.STAY)
