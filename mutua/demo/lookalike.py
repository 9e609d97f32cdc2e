"""Commercial accounts and deals from a fixed seed: the columns, counts and faults of a well-known practice data set, none of its rows.

The faults are what an importer must survive: a product written without its space, two misspelt words, subsidiaries before their
parents, deals without an account, deals that never began.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Final

SEED: Final = 20161020
ACCOUNTS: Final = 85
FIRST, LAST = date(2016, 10, 20), date(2017, 12, 31)

# (stage, deals with an account, deals without): 8,800 in all, 1,425 of them without
STAGES: Final = (("Won", 4238, 0), ("Lost", 2473, 0), ("Engaging", 501, 1088), ("Prospecting", 163, 337))
# (name in the catalogue, name in the deals, series, list price, deals)
PRODUCTS: Final = (
    ("GTX Basic", "GTX Basic", "GTX", 550, 1866),
    ("GTX Pro", "GTXPro", "GTX", 4821, 1480),
    ("MG Special", "MG Special", "MG", 55, 1651),
    ("MG Advanced", "MG Advanced", "MG", 3393, 1412),
    ("GTX Plus Pro", "GTX Plus Pro", "GTX", 5482, 968),
    ("GTX Plus Basic", "GTX Plus Basic", "GTX", 1096, 1383),
    ("GTK 500", "GTK 500", "GTK", 26768, 40),
)
SECTORS: Final = (
    *["retail"] * 17, *["technolgy"] * 12, *["medical"] * 12, *["marketing"] * 8, *["finance"] * 8, *["software"] * 7,
    *["entertainment"] * 6, *["telecommunications"] * 6, *["services"] * 5, *["employment"] * 4,
)  # fmt: skip
ABROAD: Final = (
    "Kenya", "Philipines", "Japan", "Italy", "Norway", "Korea", "Jordan", "Brazil", "Germany", "Panama", "Belgium", "Romania", "Poland", "China",
)  # fmt: skip
MANAGERS: Final = (
    ("Delia Marchetti", "Central"), ("Milo Varga", "Central"), ("Caroline Loft", "East"),
    ("Rhys Newbold", "East"), ("Cecile Roux", "West"), ("Sana Westerveld", "West"),
)  # fmt: skip
WITHOUT_DEALS: Final = 5  # sales people who have sold nothing yet

_GIVEN = ["Anna", "Bram", "Carla", "Dario", "Elin", "Femke", "Goran", "Hanna", "Ivo", "Jana", "Karim", "Lena", "Marco", "Nadia", "Oskar", "Petra", "Quinn", "Rosa", "Sven", "Tilda", "Umar", "Vera", "Wim", "Xenia", "Yara", "Zeno", "Alma", "Boris", "Clea", "Dag", "Esme", "Falk", "Gita", "Henk", "Ines"]  # fmt: skip
_FAMILY = ["Aalto", "Brandt", "Castell", "Duarte", "Eklund", "Farkas", "Grau", "Holm", "Ilves", "Jansen", "Kovac", "Lindner", "Moreau", "Novak", "Olsen", "Pires", "Quist", "Rossi", "Sorel", "Torres", "Unger", "Vidal", "Weber", "Xavier", "Yilmaz", "Zanetti", "Albers", "Bauer", "Costa", "Diaz", "Engel", "Fabre", "Gruber", "Hahn", "Iversen"]  # fmt: skip
_HEAD = [
    "Alto",
    "Bern",
    "Cala",
    "Dova",
    "Elm",
    "Ferro",
    "Gala",
    "Hexa",
    "Iso",
    "Juno",
    "Kali",
    "Luma",
    "Mono",
    "Nexo",
    "Orbi",
    "Pico",
    "Quanta",
    "Ridge",
    "Sola",
    "Terra",
]
_TAIL = ["bit", "core", "dex", "flow", "gate", "hub", "lab", "line", "mark", "nova", "point", "tech", "ware", "works", "zone"]


@cache
def files() -> dict[str, str]:
    """{file name: text}. The same at every call and on every machine."""
    chance = random.Random(SEED)
    agents = [f"{given} {family}" for given, family in zip(_GIVEN, _FAMILY, strict=True)]
    accounts = _accounts(chance)
    return {
        "accounts.csv": _csv(
            ("account", "sector", "year_established", "revenue", "employees", "office_location", "subsidiary_of"), accounts
        ),
        "products.csv": _csv(
            ("product", "series", "sales_price"), [(name, series, price) for name, _in_deals, series, price, _deals in PRODUCTS]
        ),
        "sales_teams.csv": _csv(
            ("sales_agent", "manager", "regional_office"), [(a, *MANAGERS[i * 6 // len(agents)]) for i, a in enumerate(agents)]
        ),
        "sales_pipeline.csv": _csv(
            ("opportunity_id", "sales_agent", "product", "account", "deal_stage", "engage_date", "close_date", "close_value"),
            _deals(chance, agents[:-WITHOUT_DEALS], [str(account[0]) for account in accounts]),
        ),
    }


def _accounts(chance: random.Random) -> list[tuple[object, ...]]:
    names = sorted(chance.sample([head + tail for head in _HEAD for tail in _TAIL], ACCOUNTS))
    sectors = chance.sample(SECTORS, len(SECTORS))
    abroad = dict(zip(chance.sample(range(ACCOUNTS), len(ABROAD)), ABROAD, strict=True))
    # Parents are the last names of the alphabet, so that a subsidiary mostly comes before its parent.
    parents = {place: chance.choice(names[-12:-4]) for place in chance.sample(range(60), 15)}
    return [
        (
            *(name, sectors[place], chance.randint(1979, 2014), round(chance.lognormvariate(6.9, 1), 2), chance.randint(9, 12_000)),
            *(abroad.get(place, "United States"), parents.get(place, "")),
        )
        for place, name in enumerate(names)
    ]


def _deals(chance: random.Random, agents: Sequence[str], accounts: Sequence[str]) -> list[tuple[object, ...]]:
    """8,800 deals in random order. A won deal brings about its list price, a lost one nothing; an open one has no end yet."""
    fates = [
        (stage, has_account) for stage, with_, without in STAGES for has_account, n in ((True, with_), (False, without)) for _ in range(n)
    ]
    products = [(in_deals, price) for _name, in_deals, _series, price, deals in PRODUCTS for _ in range(deals)]
    chance.shuffle(fates)
    chance.shuffle(products)
    keys = _keys(chance, len(fates))
    weights = [chance.uniform(0.4, 2.0) for _ in accounts]
    at = iter(chance.choices(accounts, weights, k=len(fates)))
    rows: list[tuple[object, ...]] = []
    for key, (stage, has_account), (product, price) in zip(keys, fates, products, strict=True):
        began, ended = _days(chance, stage)
        worth = {"Won": max(1, round(price * chance.gauss(1, 0.12))), "Lost": 0}.get(stage, "")
        rows.append((key, chance.choice(agents), product, next(at) if has_account else "", stage, began, ended, worth))
    return rows


def _days(chance: random.Random, stage: str) -> tuple[str, str]:
    if stage == "Prospecting":
        return "", ""
    if stage == "Engaging":
        return (LAST - timedelta(days=chance.randint(4, 220))).isoformat(), ""
    lasted = min(138, max(1, round(chance.expovariate(1 / 48))))
    ended = LAST - timedelta(days=chance.randint(0, (LAST - date(2017, 3, 1)).days))
    return max(FIRST, ended - timedelta(days=lasted)).isoformat(), ended.isoformat()


def _keys(chance: random.Random, count: int) -> list[str]:
    """Different keys of eight letters and digits."""
    keys: dict[str, None] = {}
    while len(keys) < count:
        keys["".join(chance.choices("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", k=8))] = None
    return list(keys)


def _csv(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows(rows)
    return text.getvalue()
