from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "mutua.foundation.imports"
    label = "imports"

    def ready(self) -> None:
        from mutua.foundation.events.sentence import say
        from mutua.foundation.imports import erasing, events, permissions, tasks  # noqa: F401
        from mutua.foundation.imports.models import (
            ImportChange,
            ImportConflict,
            ImportIssue,
            ImportRun,
            ImportStep,
            ImportTrace,
            SavedMapping,
            SourceRow,
        )
        from mutua.foundation.privacy import mentioned, nothing_personal, personal
        from mutua.foundation.search import command
        from mutua.foundation.ui.navigation import nav

        personal(SourceRow, fields=["raw"])
        personal(ImportIssue, fields=["raw", "text", "found"])
        # A row of a file that names an erased person is theirs as a whole.
        mentioned(SourceRow)
        mentioned(ImportIssue)
        mentioned(ImportChange)
        mentioned(ImportConflict)
        personal(ImportChange, fields=["columns"])
        personal(ImportConflict, fields=["name", "kept", "other"])
        nothing_personal(ImportRun, ImportStep, ImportTrace, SavedMapping)
        say("imports.record.imported", _("{who} imported this from {file} ({source})"), icon="file-import")
        say("imports.record.updated", _("{who} updated this by importing {file} ({source})"), icon="file-import")
        nav("admin", _("Imports"), url_name="imports:runs", icon="file-import", order=30, needs="imports.run.view", key="i")
        command(key="import-file", title=_("Import a file"), url_name="imports:new", icon="file-import", needs="imports.run.create")
