"""Doors to later work."""

from __future__ import annotations

from mutua.foundation.access import flow_actor
from mutua.foundation.jobs import task

TERRITORIES = "territories"


@task(queueing_lock="sales.place-accounts", cron="15 0 * * *")
def place_every_account() -> None:
    """When a territory changed, and every night, because a rule such as "in the last 90 days" moves by itself."""
    from mutua.sales.actions.place_accounts import place_accounts

    place_accounts(flow_actor(TERRITORIES))
