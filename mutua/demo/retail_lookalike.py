"""Baskets from a fixed seed: the columns, the counts and the faults of the UCI data set “Online Retail”, none of its rows.

The faults are what an importer must survive: every fourth line without a customer, cancellations with a minus and a number that begins with C,
goods written off without a price, postage and fees among the articles, the same line twice in one basket, numbers with “.0” behind them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Final

SEED: Final = 20101201
BASKETS: Final = 25_900
CUSTOMERS: Final = 4_372
FIRST: Final = datetime(2010, 12, 1, 8, 26)  # noqa: DTZ001 - as published: without a zone
DAYS: Final = 373
LINES: Final = 21.5  # on average in a basket
FEES: Final = (("POST", "POSTAGE", "18.0"), ("DOT", "DOTCOM POSTAGE", "40.0"), ("M", "Manual", "1.25"), ("C2", "CARRIAGE", "50.0"))
COUNTRIES: Final = ("Germany", "France", "EIRE", "Spain", "Netherlands", "Belgium", "Switzerland", "Portugal")

_LOOK: Final = ("RED", "BLUE", "PINK", "WHITE", "SILVER", "VINTAGE", "RETROSPOT", "WOODEN", "ENAMEL", "GLASS", "PAPER", "KNITTED")
_THING: Final = (
    "MUG",
    "LANTERN",
    "CAKE TIN",
    "BUNTING",
    "HEART",
    "CLOCK",
    "TEA TOWEL",
    "GARLAND",
    "BOWL",
    "COASTER",
    "UMBRELLA",
    "DOORMAT",
    "FRAME",
    "CANDLE",
)
_FOR: Final = ("", " SMALL", " LARGE", " SET OF 3", " SET OF 6", " CHRISTMAS", " GARDEN", " KITCHEN", " CHILDREN")
Article = tuple[str, str, str]


def rows(baskets: int = BASKETS) -> Iterator[dict[str, str]]:
    """The same at every call and on every machine; never more than one basket in memory."""
    chance = random.Random(SEED)
    articles = _articles(chance)
    weights = list(accumulate(1 / (place + 5) for place in range(len(articles))))
    customers = min(CUSTOMERS, max(baskets // 5, 3))
    at = FIRST
    for number in range(baskets):
        at += timedelta(minutes=chance.expovariate(baskets / (DAYS * 24 * 60)))
        fate = chance.random()
        customer = "" if chance.random() < 0.14 else f"{12346 + int(customers * chance.random() ** 2)}.0"
        if fate < 0.15:
            customer = customer or f"{12346 + chance.randrange(customers)}.0"
            yield from _basket(
                chance,
                f"C{536365 + number}",
                at,
                customer,
                list(dict.fromkeys(chance.choices(articles, cum_weights=weights, k=chance.randint(1, 4)))),
                sign=-1,
            )
        elif fate < 0.2:
            code, name, _price = chance.choice(articles)
            yield _line(str(536365 + number), (code, chance.choice(["", "damaged", "?", name]), "0.0"), -chance.randint(1, 200), at, "")
        else:
            # Whoever buys without a number buys a lot: so a fourth of the lines has no customer.
            size = 1 + int(chance.expovariate(1 / (LINES * (1.9 if not customer else 1.18))))
            bought = list(dict.fromkeys(chance.choices(articles, cum_weights=weights, k=size)))
            if chance.random() < 0.25:
                bought.append(bought[0])
            if chance.random() < 0.09:
                bought.append(chance.choice(FEES))
            yield from _basket(chance, str(536365 + number), at, customer, bought)


def _basket(
    chance: random.Random, number: str, at: datetime, customer: str, bought: list[Article], sign: int = 1
) -> Iterator[dict[str, str]]:
    pieces = {article: sign * chance.choice((1, 1, 2, 3, 4, 6, 8, 12, 24)) for article in bought}
    for code, name, price in bought:
        paid = "0.0" if chance.random() < 0.0015 else price
        yield _line(number, (code, name, paid), pieces[(code, name, price)], at, customer)


def _line(number: str, article: Article, quantity: int, at: datetime, customer: str) -> dict[str, str]:
    code, name, price = article
    abroad = int(float(customer or 0)) % 10 == 0 and customer
    return {
        "InvoiceNo": number,
        "StockCode": code,
        "Description": name,
        "Quantity": f"{quantity}.0",
        "InvoiceDate": at.strftime("%Y-%m-%d %H:%M:00"),
        "UnitPrice": price,
        "CustomerID": customer,
        "Country": COUNTRIES[int(float(customer)) // 10 % len(COUNTRIES)] if abroad else "United Kingdom",
    }


def _articles(chance: random.Random) -> list[Article]:
    names = [f"{look} {thing}{what}" for look in _LOOK for thing in _THING for what in _FOR]
    chance.shuffle(names)
    codes = chance.sample(range(20_000, 90_000), len(names))
    return [
        (f"{code}{chance.choice(('', '', '', 'A', 'B', 'a'))}", name, f"{chance.lognormvariate(0.8, 0.8):.2f}")
        for code, name in zip(codes, names, strict=True)
    ]
