"""What customers are worth, as fields of accounts, people and households: for lists, filters and segments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from mutua.backoffice.models import Worth
from mutua.foundation.fields.registry import Window, field


def _worths(kind: str) -> QuerySet[Worth]:
    """An account's in its own currency; of others, who have none, in the one in which they are expected to order most."""
    worths = Worth.objects.filter(**{kind: OuterRef("pk")})
    return worths.filter(currency=OuterRef("currency")) if kind == "account" else worths.order_by("-purchases", "currency")


def _column(kind: str, column: str) -> Callable[[Window], Any]:
    # It looks ahead from today, so a window of days does not narrow it
    return lambda window: Subquery(_worths(kind).values(column)[:1])


for _kind in ("account", "person", "household"):
    field(_kind, key="worth.value", label=_("Worth: orders of the next three years"), kind="money", roll_up=_column(_kind, "value"))
    field(
        _kind,
        key="worth.purchases",
        label=_("Worth: number of orders of the next year"),
        kind="number",
        roll_up=_column(_kind, "purchases"),
    )
    field(_kind, key="worth.alive", label=_("Worth: probability that they order again"), kind="number", roll_up=_column(_kind, "alive"))
