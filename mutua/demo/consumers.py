"""People as customers: a year of baskets of a shop, through the importers that everybody has, with a segment and a strategy that serve them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from django.utils.translation import gettext as _

from mutua.demo import Progress, files
from mutua.demo.models import DemoRecord
from mutua.demo.noting import ACTOR, PROGRESS_KEY
from mutua.demo.overlay.strategies import lay_strategies
from mutua.demo.retail import Basket, Taken, baskets, prepared
from mutua.demo.shift import Shift, chosen_shift, say_baskets
from mutua.foundation.access import flow_actor
from mutua.foundation.imports import Mapping
from mutua.foundation.imports.actions.import_now import import_now
from mutua.foundation.jobs import progress as job_progress
from mutua.foundation.records.errors import Refused

ROOT = flow_actor(ACTOR)
SOURCE = "online-retail"
LINE = ("InvoiceNo", "Line", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country", "State")
# What each part is of the whole, in hundredths: reading, people, articles, orders, invoices.
PARTS = {"read": 5, "people": 3, "products": 2, "orders": 78, "invoices": 8, "strategies": 4}


@dataclass
class Load:
    """One load: the bar, and what came in."""

    tell: Progress
    done: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    def step(self, part: str, title: str) -> Callable[[int, int], None]:
        """Moves the bar within one part: (so many of, so many)."""
        begun, weight = self.done, PARTS[part]
        self.done += weight

        def moved(done: int, total: int) -> None:
            self.tell(begun + weight * min(done, total) // max(total, 1), 100, title)

        moved(0, 1)
        return moved

    def take(self, kind: str, file: BinaryIO, name: str, rows: int, mapping: Mapping) -> None:
        moved, seen = self.step(kind, _("Importing %(file)s") % {"file": name}), 0

        def advance(count: int, _position: int) -> None:
            nonlocal seen
            seen += count
            moved(seen, rows)

        file.seek(0)
        run = import_now(ROOT, kind, file, file_name=name, source=SOURCE, mapping=mapping, advance=advance)
        for what in ("created", "corrected", "refused"):
            self.counts[f"{name}, {kind}: {what}"] = getattr(run, what)


def load_consumers(tell: Progress, path: Path | None = None, rows: Iterable[Basket] | None = None) -> dict[str, int]:
    """Safe to repeat and to resume. rows: instead of a file. Returns counts for a person to read. Raises Refused."""
    found, name = baskets(path, files.published_folder()) if rows is None else (iter(rows), "baskets.csv")
    bar = job_progress(PROGRESS_KEY, _("Loading the consumers"), total=100)

    def both(done: int, total: int, message: str) -> None:
        if bar.cancelled:
            raise Refused(_("The demonstration was stopped. What came in is kept; load it again to go on, or clear it."))
        bar.advance(max(0, done - bar.row.done), message=message)
        tell(done, total, message)

    load = Load(both)
    try:
        _load(load, found, name)
    except BaseException as error:
        bar.fail(str(error) or type(error).__name__)
        raise
    bar.finish(_("The consumers are loaded."))
    tell(100, 100, _("The consumers are loaded."))
    return load.counts


def _load(load: Load, found: Iterator[Basket], name: str) -> None:
    taken = Taken()
    with spooled(LINE, _counted(load, prepared(found, taken), taken)) as lines:
        if taken.last_on is None:
            raise Refused(_("%(file)s has no lines. Nothing was loaded.") % {"file": name})
        shift = chosen_shift()
        days = (shift.today - timedelta(days=1) - taken.last_on).days
        say_baskets(shift, days)
        people = ({"key": key, "name": f"Customer {key}", "country": country} for key, country in taken.people.items())
        with spooled(("key", "name", "country"), people) as file:
            load.take("people", file, "consumers.csv", len(taken.people), files.mapping("retail-people"))
        articles = ({"sku": code, "name": f"{text} ({code})", "price": price} for code, (text, price) in taken.articles.items())
        with spooled(("sku", "name", "price"), articles) as file:
            load.take("products", file, "articles.csv", len(taken.articles), files.mapping("retail-products"))
        load.take("orders", lines, name, taken.lines, files.mapping("retail-orders", days))
        with spooled(("number", "person", "day", "value", "open"), _invoices(lines)) as file:
            load.take("invoices", file, "invoices.csv", taken.baskets, files.mapping("retail-invoices", days))
    load.counts[_("%(file)s: lines that stand twice in one basket, kept") % {"file": name}] = taken.twice
    _serve(load, shift)
    DemoRecord.objects.get_or_create(kind=DemoRecord.CONSUMERS)


def _counted(load: Load, rows: Iterator[dict[str, str]], taken: Taken) -> Iterator[dict[str, str]]:
    moved = load.step("read", _("Reading the baskets"))
    for row in rows:
        if taken.lines % 20_000 == 0:
            moved(taken.lines, 600_000)
        yield row


def _invoices(lines: BinaryIO) -> Iterator[dict[str, str]]:
    """What each basket with a customer was billed: all paid; a cancellation is a credit note. One sum a basket is held, and no line."""
    lines.seek(0)
    sums: dict[str, tuple[str, str, Decimal]] = {}
    for row in csv.DictReader(line.decode() for line in lines):
        if row["CustomerID"]:
            worth = (Decimal(row["Quantity"]) * Decimal(row["UnitPrice"])).quantize(Decimal("0.01"))
            number = row["InvoiceNo"]
            *known, sum_ = sums.get(number, (row["CustomerID"], row["InvoiceDate"], Decimal(0)))
            sums[number] = (known[0], known[1], sum_ + worth)
    for number, (person, day, worth) in sums.items():
        yield {"number": number, "person": person, "day": day, "value": str(worth), "open": "0"}


def _serve(load: Load, shift: Shift) -> None:
    load.step("strategies", _("Segment and strategy"))
    lay_strategies(ROOT, shift, "consumers.toml")


@contextmanager
def spooled(headings: Iterable[str], rows: Iterable[dict[str, str]]) -> Iterator[BinaryIO]:
    """The rows as a file of CSV on the disk, so that the memory does not grow with their number."""
    columns = tuple(headings)
    with TemporaryFile() as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
        writer = csv.DictWriter(text, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        text.detach()
        file.seek(0)
        yield cast(BinaryIO, file)
