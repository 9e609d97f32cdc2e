"""One engine for every import: by page, by command, by the demonstration. See README.md."""

from mutua.foundation.imports import looks
from mutua.foundation.imports.importer import Batch, Importer, Row, importer, importer_named, importers
from mutua.foundation.imports.mapping import Mapping
from mutua.foundation.imports.targets import Target
from mutua.foundation.imports.writing import write_records

__all__ = ["Batch", "Importer", "Mapping", "Row", "Target", "importer", "importer_named", "importers", "looks", "write_records"]
