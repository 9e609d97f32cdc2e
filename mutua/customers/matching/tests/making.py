"""Records with a known truth for the tests: people and companies from a seed, each some times, as different hands write them."""

from __future__ import annotations

import csv
import gzip
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path

import pyarrow

DATA = Path(__file__).parent / "data"
GIVEN = [
    "Anna",
    "Ben",
    "Chloe",
    "David",
    "Emma",
    "Felix",
    "Grace",
    "Hugo",
    "Iris",
    "Jonas",
    "Klara",
    "Leon",
    "Mona",
    "Noah",
    "Olga",
    "Paul",
    "Rosa",
    "Simon",
    "Tara",
    "Ulf",
    "Vera",
    "Walter",
    "Yara",
    "Zoe",
]
FAMILY = [
    "Adler",
    "Brandt",
    "Castillo",
    "Dupont",
    "Eriksen",
    "Fontana",
    "Grimm",
    "Hansen",
    "Ivanov",
    "Jansen",
    "Kowalski",
    "Larsen",
    "Moreau",
    "Novak",
    "Okafor",
    "Petrov",
    "Quinn",
    "Rossi",
    "Schmid",
    "Tanaka",
    "Ueda",
    "Varga",
    "Weiss",
    "Young",
]
CITIES = ["Aarhus", "Basel", "Cork", "Dresden", "Essen", "Florence", "Ghent", "Haarlem", "Innsbruck", "Jena"]
PERSON = {"given": ["given"], "family": ["family"], "birth": ["birth"], "mail": ["mail"], "phone": ["phone"], "city": ["city"]}

Row = dict[str, str | None]


def table(rows: Iterable[Mapping[str, str | None]]) -> pyarrow.Table:
    return pyarrow.Table.from_pylist([dict(row) for row in rows])


def people(count: int, *, seed: int = 1) -> list[Row]:
    """Different people: "p7" has nothing but a city or a name in common with another, unless by chance."""
    chance = random.Random(seed)
    rows: list[Row] = []
    for number in range(count):
        given, family = chance.choice(GIVEN), chance.choice(FAMILY)
        rows.append(
            {
                "id": f"p{number}",
                "given": given,
                "family": family,
                "birth": f"{chance.randint(1940, 2000)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
                "mail": f"{given}.{family}{number}@example.org".lower(),
                "phone": f"+4420{chance.randint(10_000_000, 99_999_999)}",
                "city": chance.choice(CITIES),
            }
        )
    return rows


def written_again(row: Row, *, seed: int) -> Row:
    """The same person under another id, with a slip, a gap and another way to write the telephone."""
    chance = random.Random(f"{row['id']}/{seed}")
    again = dict(row) | {"id": f"{row['id']}-again"}
    family = str(row["family"])
    place = chance.randrange(1, len(family) - 1)
    again["family"] = family[:place] + family[place + 1] + family[place] + family[place + 2 :]
    again["phone"] = f"0044 (0)20 {str(row['phone'])[5:9]} {str(row['phone'])[9:]}"
    again[chance.choice(["mail", "birth", "city"])] = None
    return again


def with_duplicates(count: int, every: int = 4) -> tuple[list[Row], set[tuple[str, str]]]:
    """(rows, true pairs): every so many people are there twice."""
    rows = people(count)
    again = [written_again(row, seed=1) for row in rows[::every]]
    return [*rows, *again], {(row["id"].removesuffix("-again"), row["id"]) for row in again}  # type: ignore[union-attr, misc]


def shipped(name: str) -> list[dict[str, str]]:
    """The rows of a shipped file, headings without the spaces around them."""
    with gzip.open(DATA / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as stream:
        return [{heading.strip(): cell.strip() for heading, cell in row.items()} for row in csv.DictReader(stream)]


def pairs_within(groups: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """True pairs of (group, id), the smaller id first."""
    members: dict[str, list[str]] = defaultdict(list)
    for group, record in groups:
        members[group].append(record)
    return {pair for several in members.values() for pair in combinations(sorted(several), 2)}


def f1(found: set[tuple[str, str]], true: set[tuple[str, str]]) -> float:
    """2·right / (found + true): harmonic mean of precision and recall."""
    return 2 * len(found & true) / (len(found) + len(true))
