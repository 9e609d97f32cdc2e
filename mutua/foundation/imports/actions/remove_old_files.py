"""Removing uploaded files after their time; rows, issues and counts stay."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.storage import default_storage

from mutua.foundation import days
from mutua.foundation.imports.limits import KEPT_DAYS
from mutua.foundation.imports.models import ImportRun


def remove_old_files() -> int:
    """How many files were removed. A file that is gone already is no reason to stop."""
    old = ImportRun.objects.exclude(stored="").filter(begun_at__lt=days.now() - timedelta(days=KEPT_DAYS))
    removed = 0
    for run in old.exclude(state__in=[ImportRun.State.WAITING, ImportRun.State.RUNNING]):
        default_storage.delete(run.stored)
        run.stored = ""
        run.save(update_fields=["stored"])
        removed += 1
    return removed
