"""Doors to later work."""

from __future__ import annotations

from mutua.foundation.access import flow_actor
from mutua.foundation.jobs import task

TERRITORIES, FORECAST = "territories", "forecast"


@task(queueing_lock="sales.place-accounts", cron="15 0 * * *")
def place_every_account() -> None:
    """When a territory changed, and every night, because a rule such as "in the last 90 days" moves by itself."""
    from mutua.sales.actions.place_accounts import place_accounts

    place_accounts(flow_actor(TERRITORIES))


@task(queueing_lock="sales.snapshot", cron="30 0 * * *")
def take_weekly_snapshot() -> None:
    """Every night, so that a Monday on which nothing ran is made good on Tuesday; a week that has its snapshot is left alone."""
    from mutua.sales.actions.take_snapshot import take_snapshot

    take_snapshot(flow_actor(FORECAST))
