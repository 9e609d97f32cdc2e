from mutua.foundation.imports.models.import_issue import ImportIssue
from mutua.foundation.imports.models.import_run import ImportRun
from mutua.foundation.imports.models.saved_mapping import SavedMapping
from mutua.foundation.imports.models.source_row import SourceRow

__all__ = ["ImportIssue", "ImportRun", "SavedMapping", "SourceRow"]
