from mutua.foundation.imports.models.import_issue import ImportIssue
from mutua.foundation.imports.models.import_run import ImportRun
from mutua.foundation.imports.models.import_trace import ImportChange, ImportConflict, ImportStep, ImportTrace
from mutua.foundation.imports.models.saved_mapping import SavedMapping
from mutua.foundation.imports.models.source_row import SourceRow

__all__ = ["ImportChange", "ImportConflict", "ImportIssue", "ImportRun", "ImportStep", "ImportTrace", "SavedMapping", "SourceRow"]
