"""Deals were won, lost or came in closed: the objectives that count those of these accounts look at once."""

from __future__ import annotations

from collections.abc import Collection

from mutua.foundation.events import when
from mutua.sales.events import OpportunitiesImported, OpportunityLost, OpportunityWon
from mutua.strategy.queries.watched import objectives_of_accounts
from mutua.strategy.tasks import watch_now

A_JOB = 10


@when(OpportunityWon)
def won_deal_is_counted(event: OpportunityWon) -> None:
    _count([event.account_id])


@when(OpportunityLost)
def lost_deal_is_counted(event: OpportunityLost) -> None:
    _count([event.account_id])


@when(OpportunitiesImported)
def closed_deals_are_counted(event: OpportunitiesImported) -> None:
    _count(event.account_ids)


def _count(account_ids: Collection[int]) -> None:
    concerned = objectives_of_accounts(account_ids)
    watch_now.defer_many({"objective_ids": concerned[i : i + A_JOB]} for i in range(0, len(concerned), A_JOB))
