"""Doors to later work."""

from __future__ import annotations

from mutua.foundation.access import flow_actor
from mutua.foundation.jobs import task

FORMS = "web form"


@task()
def take_in_form(submission_id: int) -> None:
    """Asked for by the database in the transaction in which a stranger sent a form, or confirmed it."""
    from mutua.portals.actions.take_in_form import take_in_form

    take_in_form(flow_actor(FORMS), submission_id)
