"""The published delivery history, where it can be read: counted here without the importers."""

from __future__ import annotations

import csv
import os
from datetime import date, datetime
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("MUTUA_SHARED_DATA") or Path(__file__).parents[3] / ".." / "shared" / "data")
FILE = FOLDER / "scms" / "SCMS_Delivery_History_Dataset.csv"

needs_scms = pytest.mark.skipif(not FILE.exists(), reason=f"The published delivery history is not at {FOLDER}; set MUTUA_SHARED_DATA.")


def published_rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def day(text: str) -> date:
    return datetime.strptime(text, "%d-%b-%y").date()  # noqa: DTZ007
