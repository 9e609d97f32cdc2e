"""Doors to later work."""

from __future__ import annotations

from mutua.foundation.access import flow_actor
from mutua.foundation.jobs import task

WORTH = "worth of customers"


@task(queueing_lock="backoffice.worth", cron="35 1 * * *")
def count_worth_of_all() -> None:
    """Every night, because who does not order is less likely to come back each day; and when orders came in."""
    from mutua.backoffice.actions.count_worth import count_worth

    count_worth(flow_actor(WORTH))
