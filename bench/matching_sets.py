"""The published sets with known truth that `bench_matching` reads from MUTUA_SHARED_DATA."""

from __future__ import annotations

import csv
import gzip
import io
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from mutua.customers.matching.columns import Kind

Row = dict[str, str]
Ids = tuple[str, str]


@dataclass(frozen=True)
class Set:
    """left, right: rows with an `id`; right None: duplicates within left. fields: {field: column}. aim: the F1 that is asked for, 0 for none."""

    name: str
    kind: Kind
    left: list[Row]
    right: list[Row] | None
    fields: dict[str, str]
    true: set[Ids]
    aim: float = 0.0


def sets(folder: Path) -> list[Set]:
    """Those of the folder, in the order in which they are printed. Raises FileNotFoundError."""
    return [*(_febrl(folder, number) for number in (1, 2, 3)), _fake(folder), _restaurants(folder), _names(folder)]


def _febrl(folder: Path, number: int) -> Set:
    rows = _rows(folder / "febrl" / f"dataset{number}.csv", "rec_id")
    fields = {
        "given": "given_name", "family": "surname", "birth": "date_of_birth", "ident": "soc_sec_id", "number": "street_number",
        "street": "address_1", "unit": "address_2", "city": "suburb", "post": "postcode",
    }  # fmt: skip
    return Set(f"FEBRL {number}", "person", rows, None, fields, _within((row["id"].split("-")[1], row["id"]) for row in rows), aim=0.99)


def _fake(folder: Path) -> Set:
    rows = _rows(folder / "splink_fake_1000" / "fake_1000.csv", "unique_id")
    fields = {"given": "first_name", "family": "surname", "birth": "dob", "city": "city", "mail": "email"}
    return Set("Splink fake 1000", "person", rows, None, fields, _within((row["cluster"], row["id"]) for row in rows))


def _restaurants(folder: Path) -> Set:
    place = folder / "fodors_zagats"
    gold = list(csv.DictReader((place / "match_fodors_zagats_more_attrs.csv").open(encoding="utf-8")))
    true = {(row["fodors_id"], row["zagats_id"]) for row in gold if row["gold"] == "1"}
    fields = {"name": "name", "street": "addr", "city": "city", "phone": "phone"}
    return Set("Fodors–Zagat", "company", _rows(place / "fodors.csv", "id"), _rows(place / "zagats.csv", "id"), fields, true)


def _names(folder: Path) -> Set:
    with gzip.open(folder / "company_names" / "emm_unittest_sample_namepairs.csv.gz", "rt", encoding="utf-8", newline="") as stream:
        pairs = list(csv.DictReader(stream))
    left = {row["gt_uid"]: row["gt_name"] for row in pairs}
    right = {row["uid"]: row["name"] for row in pairs}
    true = {(row["gt_uid"], row["uid"]) for row in pairs if row["correct"] == "True"}
    return Set("Company names", "company", _named(left), _named(right), {"name": "name"}, true)


def _named(names: dict[str, str]) -> list[Row]:
    return [{"id": key, "name": name} for key, name in names.items()]


def _rows(file: Path, id_column: str) -> list[Row]:
    text = io.StringIO(file.read_text(encoding="utf-8"))
    rows = [{heading.strip(): (cell or "").strip() for heading, cell in row.items()} for row in csv.DictReader(text)]
    return [{"id": row[id_column], **row} for row in rows]


def _within(groups: object) -> set[Ids]:
    members: dict[str, list[str]] = defaultdict(list)
    for group, record in groups:  # type: ignore[attr-defined]
        members[group].append(record)
    return {pair for several in members.values() for pair in combinations(sorted(several), 2)}
