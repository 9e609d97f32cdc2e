"""What a sentence knows: stored so that a day stays a day and an amount an amount, shown as the reader writes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from mutua.foundation.money import Money
from mutua.foundation.privacy import ERASED


def stored(params: Mapping[str, Any]) -> dict[str, Any]:
    """JSON for the values of a sentence: words, numbers, days, moments, Decimal and Money. Raises TypeError for anything else."""
    return {name: _stored(name, value) for name, value in params.items()}


def displayed(params: Mapping[str, Any]) -> dict[str, str]:
    """The same values in words, by the active locale."""
    return {name: _displayed(value) for name, value in params.items()}


def without_words(params: Mapping[str, Any]) -> dict[str, Any]:
    """The same values where every text is written over; days, moments, numbers and amounts stay."""
    return {name: ERASED if isinstance(value, str) else value for name, value in params.items()}


def _stored(name: str, value: Any) -> Any:
    if isinstance(value, Money):
        return {"money": [str(value.amount), value.currency]}
    if isinstance(value, Decimal):
        return {"number": str(value)}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if value is None or isinstance(value, (str, int, float)):
        return value
    # Names of stages and roles are often lazy translations: they are written as they read to the one who acted.
    if hasattr(value, "__str__") and type(value).__name__ == "__proxy__":
        return str(value)
    raise TypeError(f"A sentence cannot keep {name} = {value!r}: give words, numbers, days or amounts.")


def _displayed(value: Any) -> str:
    from mutua.foundation.ui import formats

    if isinstance(value, dict) and len(value) == 1:
        ((kind, kept),) = value.items()
        if kind == "money":
            return str(formats.money(Decimal(kept[0]), kept[1]))
        if kind == "number":
            return _number(Decimal(kept))
        if kind == "day":
            return str(formats.day(date.fromisoformat(kept)))
        if kind == "moment":
            return str(formats.moment(datetime.fromisoformat(kept)))
    if value is None:
        return "–"
    return _number(Decimal(str(value))) if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)


def _number(value: Decimal) -> str:
    from mutua.foundation.ui import formats

    exponent = value.as_tuple().exponent
    return formats.number(value, decimals=-exponent if isinstance(exponent, int) and exponent < 0 else 0)
