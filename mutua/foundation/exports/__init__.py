"""The one exporter: nothing else writes a CSV or an XLSX file. See README.md."""

from mutua.foundation.exports.csv_files import csv_response, harmless
from mutua.foundation.exports.xlsx_files import xlsx_response

__all__ = ["csv_response", "harmless", "xlsx_response"]
