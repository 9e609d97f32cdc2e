from __future__ import annotations

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "mutua.foundation.imports"
    label = "imports"

    def ready(self) -> None:
        from mutua.foundation.imports import permissions, tasks  # noqa: F401
        from mutua.foundation.imports.models import ImportIssue, ImportRun, SavedMapping, SourceRow
        from mutua.foundation.privacy import nothing_personal, personal

        personal(SourceRow, fields=["raw"])
        personal(ImportIssue, fields=["raw", "text", "found"])
        nothing_personal(ImportRun, SavedMapping)
