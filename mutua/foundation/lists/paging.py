"""Keyset pages: the next page begins after the last row, so that the thousandth page costs as much as the first."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from mutua.foundation.database.text import is_storable
from mutua.foundation.lists.state import BadAddress


@dataclass(frozen=True)
class Page:
    """Rows in their order, and the cursors of the pages before and after; "" where there is none."""

    rows: list[Any]
    before: str
    after: str


def read_page(queryset: QuerySet[Any], sort: str, *, down: bool, size: int, after: str = "", before: str = "", named: str = "") -> Page:
    """One page of `queryset`, ordered by `sort` (a look-up) and then by key; missing values come last. named: what the order is called in addresses.

    Raises BadAddress for a cursor that is broken, or was made for another order.
    """
    order = f"{'-' if down else ''}{named or sort}"
    ordered = queryset.annotate(_sorted=F(sort))
    field = ordered.query.annotations["_sorted"].output_field
    backwards = bool(before)
    place = _decoded(before or after, field, order) if before or after else None
    missing = _may_be_missing(queryset, sort)
    if place is not None:
        ordered = ordered.filter(_beyond(*place, down=down, backwards=backwards, missing=missing))
    rows = list(ordered.order_by(*_order(down, backwards, missing))[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    has_before, has_after = (more, True) if backwards else (bool(after), more)
    return Page(rows, cursor(rows[0], order) if rows and has_before else "", cursor(rows[-1], order) if rows and has_after else "")


def cursor(row: Any, order: str) -> str:
    """The place of a row that `read_page` read in this order, with a minus for falling."""
    text = json.dumps([row._sorted, row.pk, order], cls=DjangoJSONEncoder, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _order(down: bool, backwards: bool, missing: bool) -> tuple[Any, str]:
    falling = down != backwards
    # Going backwards everything is turned round, also where the missing values stand. Where none can be
    # missing nothing is said about them, for an index in the plain order would otherwise not be used.
    place = ({"nulls_first": True} if backwards else {"nulls_last": True}) if missing else {}
    return (F("_sorted").desc(**place) if falling else F("_sorted").asc(**place), "-pk" if falling else "pk")


def _beyond(value: Any, key: int, *, down: bool, backwards: bool, missing: bool) -> Q:
    """Rows on the far side of (value, key)."""
    word = "lt" if down != backwards else "gt"
    if value is None:
        among = Q(_sorted=None) & Q(**{f"pk__{word}": key})
        return among | Q(_sorted__isnull=False) if backwards else among
    # The first condition alone lets the database walk an index; the second one takes equal values apart.
    known = Q(**{f"_sorted__{word}e": value}) & (Q(**{f"_sorted__{word}": value}) | Q(**{f"pk__{word}": key}))
    return known | Q(_sorted=None) if missing and not backwards else known


def _may_be_missing(queryset: QuerySet[Any], sort: str) -> bool:
    if sort in queryset.query.annotations or "__" in sort:
        return True
    return bool(queryset.model._meta.get_field(sort).null) if sort != "pk" else False


def _decoded(text: str, field: Any, order: str) -> tuple[Any, int]:
    try:
        value, key, made_for = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if isinstance(value, str) and not is_storable(value):
            raise ValueError(value)
        if made_for == order:
            return (None if value is None else field.to_python(value)), int(key)
    except (binascii.Error, ValueError, TypeError, OverflowError, RecursionError, ValidationError):
        raise BadAddress(_("The place in the address is not one that this list wrote. Begin again at the first page.")) from None
    raise BadAddress(_("The place in the address belongs to another order of this list. Begin again at the first page."))
