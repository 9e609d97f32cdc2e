"""Deals were won, lost or came in closed: the objectives that count those of these accounts look at once."""

from __future__ import annotations

from mutua.foundation.events import when
from mutua.sales.events import OpportunitiesImported, OpportunityLost, OpportunityWon
from mutua.strategy.tasks import watch_accounts


@when(OpportunityWon)
def won_deal_is_counted(event: OpportunityWon) -> None:
    watch_accounts([event.account_id])


@when(OpportunityLost)
def lost_deal_is_counted(event: OpportunityLost) -> None:
    watch_accounts([event.account_id])


@when(OpportunitiesImported)
def closed_deals_are_counted(event: OpportunitiesImported) -> None:
    watch_accounts(event.account_ids)
