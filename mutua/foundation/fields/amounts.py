"""Amounts with a currency as people write them: 1250.50 EUR."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from mutua.foundation.money import Money

MOST_FIGURES = 20  # before the point
MOST_PLACES_KEPT = 30
_CODE = re.compile(r"[A-Za-z]{3}")


def read_money(value: Any) -> Money:
    """ "1250.50 EUR", "EUR 1250.50", or an object with amount and currency. Raises ValueError for anything else."""
    if isinstance(value, Money):
        return Money(read_amount(value.amount), value.currency)
    if isinstance(value, dict):
        if set(value) != {"amount", "currency"}:
            raise ValueError(value)
        return Money(read_amount(value["amount"]), read_code(value["currency"]))
    first, _space, last = str(value).strip().partition(" ") if str(value)[:1].isalpha() else str(value).strip().rpartition(" ")
    code, amount = (first, last) if _CODE.fullmatch(first) else (last, first)
    return Money(read_amount(amount), read_code(code))


def read_code(text: Any) -> str:
    """Three letters, as capitals. Raises ValueError."""
    code = str(text).strip()
    if not code.isascii() or not _CODE.fullmatch(code):
        raise ValueError(text)
    return code.upper()


def read_amount(value: Any) -> Decimal:
    """A figure that the column of a comparison holds; more would make every filter by the field fail. Raises ValueError."""
    if isinstance(value, bool):
        raise ValueError(value)
    try:
        number = Decimal(str(value).strip().replace(" ", ""))
    except InvalidOperation:
        raise ValueError(value) from None
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or number.adjusted() > MOST_FIGURES or exponent < -MOST_PLACES_KEPT:
        raise ValueError(value)
    return number


def written_amount(number: Decimal) -> str:
    return format(number, "f")
