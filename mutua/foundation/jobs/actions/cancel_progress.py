"""Asking a long job to stop: it ends after its current step, and keeps what it has done."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor
from mutua.foundation.jobs.models import JobProgress
from mutua.foundation.jobs.queries.progress_for import progress_for
from mutua.foundation.records.errors import Refused


@transaction.atomic
def cancel_progress(actor: Actor, key: str) -> JobProgress:
    row = progress_for(actor, key)
    if row.user_id != actor.user_id and not actor.is_administrator:
        raise Refused(_("Only the person who started this can stop it. It goes on; nothing was changed."))
    if row.is_over:
        raise Refused(_("This had ended before it could be stopped. Nothing was changed."))

    row.cancel_requested = True
    row.save(update_fields=["cancel_requested"])
    return row
