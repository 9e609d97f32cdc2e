"""The one exporter: nothing else writes a CSV. See README.md."""

from mutua.foundation.exports.csv_files import csv_response, harmless

__all__ = ["csv_response", "harmless"]
