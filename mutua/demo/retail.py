"""The baskets of a shop that sells to people: read line by line, from the published history or from a look-alike with the same faults.

Whoever reads gets rows as the publisher has them and never holds more than one basket; what the importers need beside them (which line of the
basket it is, whether it was cancelled) stands in columns of its own.
"""

from __future__ import annotations

import csv
import gzip
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from mutua.demo import retail_lookalike
from mutua.foundation.records.errors import Refused

COLUMNS: Final = ("InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country")
PUBLISHED: Final = Path("online_retail") / "onlineretail.csv.gz"
# Postage, fees, discounts and vouchers stand among the articles; an article's number begins with five digits.
ARTICLE: Final = re.compile(r"\d{5}[A-Za-z]*")
CANCELLED: Final = "C"

Basket = Mapping[str, str]


def baskets(path: Path | None, folder: Path) -> tuple[Iterator[Basket], str]:
    """Rows, and what they are called. path: a file that somebody names; else the published one in `folder`; else the look-alike.

    Raises Refused for a file that is not there or has other columns.
    """
    if path is None and not (folder / PUBLISHED).is_file():
        return retail_lookalike.rows(), "look-alike.csv"
    chosen = path or folder / PUBLISHED
    return _read(chosen), chosen.name


def _read(path: Path) -> Iterator[Basket]:
    if not path.is_file():
        raise Refused(
            _("There is no file %(path)s. Nothing was loaded; name a CSV file of the UCI data set “Online Retail”, or leave the file out.")
            % {"path": path}
        )
    if zipfile.is_zipfile(path):
        raise Refused(_("%(path)s is a workbook or an archive. Save it as CSV and name that file; nothing was loaded.") % {"path": path})
    headings = next(csv.reader(_lines(path)), [])
    absent = [name for name in COLUMNS if name not in headings]
    if absent:
        raise Refused(
            _("%(path)s has no column called %(names)s. Nothing was loaded; it should be a CSV file of the UCI data set “Online Retail”.")
            % {"path": path, "names": ", ".join(absent)}
        )
    return iter(csv.DictReader(_lines(path)))


def _lines(path: Path) -> Iterator[str]:
    packed = path.suffix == ".gz"
    try:
        with gzip.open(path, "rt", encoding="utf-8-sig") if packed else path.open(encoding="utf-8-sig") as file:
            yield from file
    except (gzip.BadGzipFile, EOFError, UnicodeDecodeError):
        raise Refused(_("%(path)s is broken, or not text. What was loaded until there is kept.") % {"path": path}) from None


@dataclass
class Taken:
    """What one pass over the lines found. twice: lines that say the same as another one of their basket. articles: number → name and price."""

    lines: int = 0
    twice: int = 0
    baskets: int = 0
    last_on: date | None = None
    people: dict[str, str] = field(default_factory=dict)
    articles: dict[str, tuple[str, str]] = field(default_factory=dict)


def prepared(rows: Iterable[Basket], taken: Taken) -> Iterator[dict[str, str]]:
    """Each row with its line in the basket and the basket's state. `taken` is filled on the way."""
    lines: Counter[str] = Counter()
    seen: set[tuple[str, ...]] = set()
    basket = ""
    for row in rows:
        number, code = row["InvoiceNo"].strip(), row["StockCode"].strip()
        if number != basket:
            basket, seen = number, set()
            taken.baskets += 1
        same = (code, row["Description"], row["Quantity"], row["UnitPrice"])
        taken.twice += same in seen
        seen.add(same)
        lines[number] += 1
        taken.lines += 1
        # A number that a spreadsheet took for a decimal: 17850.0 is customer 17850.
        customer = row["CustomerID"].strip().removesuffix(".0")
        day = date.fromisoformat(row["InvoiceDate"][:10])
        taken.last_on = max(taken.last_on or day, day)
        if customer:
            taken.people.setdefault(customer, row["Country"])
        if ARTICLE.fullmatch(code) and row["Description"].strip():
            taken.articles.setdefault(code.upper(), (row["Description"].strip(), row["UnitPrice"]))
        yield {
            **{name: row[name] for name in COLUMNS},
            "CustomerID": customer,
            "Line": str(lines[number]),
            "State": "cancelled" if number.startswith(CANCELLED) else "delivered",
        }
