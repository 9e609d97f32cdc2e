"""Dismissing: refused rows that nobody needs leave the repair list; the report still counts them."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from mutua.foundation import days
from mutua.foundation.access import Actor, require, visible_to
from mutua.foundation.imports.models import ImportIssue


@transaction.atomic
def dismiss_rows(actor: Actor, issue_ids: Collection[int]) -> int:
    """How many rows were open and are dismissed now."""
    require(actor, "imports.run.create")
    seen = visible_to(actor, ImportIssue.objects.filter(pk__in=issue_ids, state=ImportIssue.State.OPEN))
    return seen.update(state=ImportIssue.State.DISMISSED, closed_at=days.now(), closed_by=actor.name)
