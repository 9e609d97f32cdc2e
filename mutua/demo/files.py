"""Where the demonstration's rows come from: shipped files, and a look-alike where a copy may not be shipped."""

from __future__ import annotations

import csv
import gzip
import io
import json
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from mutua.demo import lookalike
from mutua.foundation.imports import Mapping

HERE = Path(__file__).parent
CRM = ("accounts.csv", "products.csv", "sales_teams.csv", "sales_pipeline.csv")


@cache
def deliveries() -> bytes:
    """The delivery history of the country programmes, as published."""
    return gzip.decompress((HERE / "data" / "scms-delivery-history.csv.gz").read_bytes())


@cache
def commercial() -> dict[str, bytes]:
    """{file name: content} of the commercial accounts: the published files where MUTUA_SHARED_DATA has them, else the look-alike."""
    folder = published_folder() / "crm_sales_opportunities"
    if all((folder / name).is_file() for name in CRM):
        return {name: (folder / name).read_bytes() for name in CRM}
    return {name: text.encode() for name, text in lookalike.files().items()}


def published_folder() -> Path:
    """MUTUA_SHARED_DATA, whether or not it exists."""
    folder: Path = settings.SHARED_DATA
    return folder


def opened(content: bytes) -> BinaryIO:
    return io.BytesIO(content)


def mapping(name: str, shift_days: int = 0) -> Mapping:
    """A shipped mapping, with every date moved by `shift_days`."""
    given = json.loads((HERE / "mappings" / f"{name}.json").read_text(encoding="utf-8"))
    return Mapping.from_json({**given, "shift_days": shift_days})


def last_delivery() -> date:
    """The newest day of delivery in the published history."""
    rows = csv.DictReader(io.StringIO(deliveries().decode("utf-8-sig")))
    return max(datetime.strptime(row["Delivered to Client Date"], "%d-%b-%y").date() for row in rows)  # noqa: DTZ007


def last_deal() -> date:
    """The newest day on which a deal began or ended."""
    rows = csv.DictReader(io.StringIO(commercial()["sales_pipeline.csv"].decode("utf-8-sig")))
    return max(date.fromisoformat(text) for row in rows for text in (row["engage_date"], row["close_date"]) if text)
