"""Who imports. Each importer asks for the permission of its own kind as well."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import declare, owner_rows, sees, through
from mutua.foundation.imports.models import ImportConflict, ImportIssue, ImportRun

declare("imports.run.view", _("See imports"), roles=("manager", "representative", "executive"))
declare("imports.run.create", _("Import files"), roles=("manager", "representative"))

sees(ImportRun, owner_rows("owner"), permission="imports.run.view")
sees(ImportIssue, through("run"), permission="imports.run.view")
sees(ImportConflict, through("run"), permission="imports.run.view")
