"""Files of records: kept once by their content, seen by whoever sees the record. See README.md."""

from mutua.foundation.files.holding import holds_files
from mutua.foundation.files.panels import files_panel

__all__ = ["files_panel", "holds_files"]
