"""From a filter tree to conditions on a query set: known fields, bound values, nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import BooleanField, Func, IntegerField, Model, Q, QuerySet, Value
from django.db.models import lookups as sql
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.database.text import is_storable
from mutua.foundation.fields.amounts import read_money
from mutua.foundation.fields.formula import nearest
from mutua.foundation.fields.known import Known
from mutua.foundation.fields.registry import Field, Window
from mutua.foundation.filters.grammar import MOST_LEAVES, OPERATORS, FilterError, Tree, days_back, walk

if TYPE_CHECKING:
    from mutua.foundation.access import Actor

M = TypeVar("M", bound=Model)
AMOUNT_OPERATORS = ("is", "is_not", "in", "gt", "gte", "lt", "lte", "between")
MOST_DIGITS = 100  # a longer number is no amount, and the database computes on it for minutes


def apply_filter(
    queryset: QuerySet[M],
    record_kind: str,
    tree: Tree | None,
    *,
    today: date | None = None,
    actor: Actor | None = None,
    known: Known | None = None,
) -> QuerySet[M]:
    """The rows for which the tree is true. Raises FilterError.

    actor: whose rows roll-ups count and of whose records related fields tell; None is the company as a whole, as segments see it.
    known: the fields, where they were read already.
    """
    return queryset.filter(compile_filter(record_kind, tree, today=today, known=known or Known(actor))) if tree else queryset


def compile_filter(record_kind: str, tree: Tree, *, today: date | None = None, known: Known | None = None) -> Q:
    """The tree as one condition. Relative dates count back from `today`. Raises FilterError."""
    leaves = list(walk(tree))
    if len(leaves) > MOST_LEAVES:
        raise FilterError(_("The filter has %(n)s conditions; %(most)s is the most.") % {"n": len(leaves), "most": MOST_LEAVES})
    return _branch(tree, _Reader(record_kind, known or Known(), today or days.today()))


class _Reader:
    """The fields that a tree may name, and the day it is read on."""

    def __init__(self, record_kind: str, known: Known, today: date) -> None:
        self.record_kind, self.known, self.today = record_kind, known, today

    def field(self, leaf: Tree) -> Field:
        key = str(leaf["field"])
        known = self.known.named(self.record_kind, key)
        if known is None:
            near = nearest(key, self.known.all_of(self.record_kind))
            raise FilterError(_("There is no field “%(field)s” to filter by.") % {"field": key} + near)
        if leaf.get("op") not in OPERATORS[known.kind]:
            words = ", ".join(OPERATORS[known.kind])
            raise FilterError(
                _("“%(field)s” cannot be compared by “%(op)s”. Use one of: %(words)s.")
                % {"field": known.key, "op": leaf.get("op"), "words": words}
            )
        return known

    def window(self, leaf: Tree, known: Field) -> Window:
        if leaf.get("within") is None:
            return None
        if known.roll_up is None:
            raise FilterError(_("Only a roll-up takes “within”; “%(field)s” is none.") % {"field": known.key})
        return days_back(leaf["within"], self.today), self.today


NOTHING = Q(pk__in=[])


def _branch(tree: Tree, reader: _Reader) -> Q:
    if "field" in tree:
        return _leaf(tree, reader)
    ((word, inside),) = tree.items()
    if word == "not":
        return ~_branch(inside, reader)
    # An empty “all” is true, an empty “any” is false, as in mathematics.
    joined = ~NOTHING if word == "all" else NOTHING
    for branch in inside:
        joined = joined & _branch(branch, reader) if word == "all" else joined | _branch(branch, reader)
    return joined


def _leaf(leaf: Tree, reader: _Reader) -> Q:
    known = reader.field(leaf)
    op, value = str(leaf["op"]), leaf.get("value")
    left = known.expression(reader.window(leaf, known))
    if known.currency is not None and op in AMOUNT_OPERATORS:
        return _amounts(op, left, known, value, reader)
    if op == "is_not":
        return ~_true(_compare("is", left, known, value, reader))
    if op == "not_empty":
        return ~_true(_compare("empty", left, known, value, reader))
    return _true(_compare(op, left, known, value, reader))


def _amounts(op: str, left: Any, known: Field, value: Any, reader: _Reader) -> Q:
    """Amounts are compared within one currency: what is in another one is neither more nor less, and so the comparison is false."""
    if op == "is_not":
        return ~_amounts("is", left, known, value, reader)
    if op == "in":
        found = NOTHING
        for one in _listed(known, value):
            found = found | _amounts("is", left, known, one, reader)
        return found
    given = [_amount(known, one) for one in (_pair(known, value) if op == "between" else (value,))]
    codes = {code for _number, code in given}
    if len(codes) > 1:
        raise FilterError(_("“%(field)s is between” takes two amounts in the same currency.") % {"field": known.key})
    numbers = [number for number, _code in given]
    compared = _true(_compare(op, left, known, numbers if op == "between" else numbers[0], reader))
    (code,) = codes
    return compared & _true(sql.Exact(known.currency(), code)) if code and known.currency else compared


def _amount(known: Field, value: Any) -> tuple[Decimal, str]:
    """The figure, and the currency that was named with it or none."""
    try:
        money = read_money(value)
    except ValueError:
        if known.mixed:
            raise FilterError(
                _("“%(field)s” is in several currencies: say which one is meant, like 100 EUR.") % {"field": known.key}
            ) from None
        return _value(known, value), ""
    return money.amount, money.currency


def _true(condition: Any) -> Q:
    # NULL becomes false here, so that a negation further out is true, as it is in the naive reading.
    return Q(Coalesce(condition, Value(False), output_field=BooleanField()))


def _compare(op: str, left: Any, known: Field, value: Any, reader: _Reader) -> Any:
    match op:
        case "empty":
            return _is_empty(left, known)
        case "in":
            return sql.In(left, [_value(known, v) for v in _listed(known, value)])
        case "between":
            low, high = _pair(known, value)
            return _both(sql.GreaterThanOrEqual(left, _value(known, low)), sql.LessThanOrEqual(left, _value(known, high)))
        case "within_last":
            since = days_back(value, reader.today)
            return _both(sql.GreaterThanOrEqual(left, since), sql.LessThan(left, reader.today + timedelta(days=1)))
        case "older_than":
            return sql.LessThan(left, days_back(value, reader.today))
        case "contains" if known.kind == "multi":
            place = Func(left, Value(_value(known, value)), function="array_position", output_field=IntegerField())
            return sql.IsNull(place, False)
        case _:
            return _SIMPLE[op](left, _value(known, value))


_SIMPLE: dict[str, Callable[[Any, Any], Any]] = {
    "is": sql.Exact,
    "contains": sql.IContains,
    "starts": sql.IStartsWith,
    "gt": sql.GreaterThan,
    "gte": sql.GreaterThanOrEqual,
    "lt": sql.LessThan,
    "lte": sql.LessThanOrEqual,
    "before": sql.LessThan,
    "after": sql.GreaterThan,
}


def _both(one: Any, other: Any) -> Any:
    return Q(one) & Q(other)


def _is_empty(left: Any, known: Field) -> Any:
    missing = Q(sql.IsNull(left, True))
    return missing | Q(sql.Exact(left, "")) if known.kind in ("text", "choice", "url") else missing


def _listed(known: Field, value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise FilterError(_("“%(field)s is one of” takes a list with at least one value.") % {"field": known.key})
    return value


def _pair(known: Field, value: Any) -> tuple[Any, Any]:
    if not isinstance(value, list) or len(value) != 2:
        raise FilterError(_("“%(field)s is between” takes a list of two values.") % {"field": known.key})
    return value[0], value[1]


def _value(known: Field, value: Any) -> Any:
    """The value as its column's kind, or FilterError: the database never sees what it cannot compare."""
    try:
        match known.kind:
            case "number" | "money":
                number = Decimal(str(value))
                if not number.is_finite() or number.adjusted() > MOST_DIGITS:
                    raise InvalidOperation
                return number
            case "date":
                return value if isinstance(value, date) and not isinstance(value, datetime) else date.fromisoformat(str(value))
            case "bool":
                return {"true": True, "false": False}[str(value).lower()]
            case "link":
                return int(value)
            case _:
                if not isinstance(value, str) or not is_storable(value):
                    raise ValueError(value)
                return value
    except (ValueError, KeyError, TypeError, OverflowError, InvalidOperation):
        raise FilterError(_("%(value)r is not a value for “%(field)s”.") % {"value": value, "field": known.key}) from None
