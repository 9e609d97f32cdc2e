"""Imports, as the person who looks may see them."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from mutua.foundation.access import Actor, find, visible_to
from mutua.foundation.imports.models import ImportIssue, ImportRun


def runs_seen(actor: Actor) -> QuerySet[ImportRun]:
    return visible_to(actor, ImportRun.objects.all())


def run_for(actor: Actor, run_id: int) -> ImportRun:
    return find(runs_seen(actor), pk=run_id)


def issue_for(actor: Actor, issue_id: int) -> ImportIssue:
    return find(visible_to(actor, ImportIssue.objects.select_related("run")), pk=issue_id)


def open_rows(actor: Actor, run: ImportRun | None = None) -> QuerySet[ImportIssue]:
    """Refused rows that wait for repair, of one import or of all, in the order of the file."""
    rows = visible_to(actor, ImportIssue.objects.filter(state=ImportIssue.State.OPEN)).select_related("run").order_by("run", "pk")
    return rows.filter(run=run) if run is not None else rows


def with_open_rows(runs: QuerySet[ImportRun]) -> QuerySet[ImportRun]:
    """The runs with `open_rows`: how many of their rows wait for repair."""
    return runs.annotate(open_rows=Count("issues", filter=Q(issues__state=ImportIssue.State.OPEN)))
