"""A typed formula as a database expression: values are bound, and no text of it is ever SQL."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, Case, CharField, DateField, DecimalField, Expression, Func, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Abs, Cast, Coalesce, Greatest, Least, Length, Lower, NullIf, StrIndex, Upper

from mutua.foundation.fields.formula import Node

_NUMBER = DecimalField(max_digits=30, decimal_places=8)
_OUTPUT: dict[str, Any] = {"number": DecimalField(), "text": TextField(), "date": DateField(), "bool": BooleanField()}
_LEAF: dict[str, Any] = {"number": _NUMBER, "text": CharField(), "date": DateField(), "bool": BooleanField()}
_LEAF["multi"] = _OUTPUT["multi"] = ArrayField(TextField())
_SIGNS = {
    "+": "({} + {})",
    "-": "({} - {})",
    "*": "ROUND({} * {}, 8)",
    # The zeros give the quotient places enough that rounding it to eight is rounding once.
    "/": "ROUND(({} * 1.000000000000000000000000000000) / NULLIF({}, 0), 8)",
    "negative": "(- {})",
    "=": "({} = {})",
    "!=": "({} <> {})",
    "<": "({} < {})",
    "<=": "({} <= {})",
    ">": "({} > {})",
    ">=": "({} >= {})",
    "and": "({} AND {})",
    "or": "({} OR {})",
    "not": "(NOT {})",
    "missing": "({} IS NULL)",
    # With an empty separator a text is a list of itself alone.
    "includes": "({} @> STRING_TO_ARRAY({}, ''))",
    "&": "NULLIF(CONCAT({}, {}), '')",
    "days": "CAST({} - {} AS numeric(30, 8))",
    # More days than a hundred years are no number of days; the inner query lets the number stand once.
    "later": "({} + (SELECT CASE WHEN ABS(v.n) <= 36500 THEN CAST(TRUNC(v.n) AS integer) END FROM (VALUES ({})) AS v(n)))",
    "earlier": "({} - (SELECT CASE WHEN ABS(v.n) <= 36500 THEN CAST(TRUNC(v.n) AS integer) END FROM (VALUES ({})) AS v(n)))",
    # Days that Python has no word for are missing.
    "calendar": "(SELECT CASE WHEN v.d BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN v.d END FROM (VALUES ({})) AS v(d))",
}


class _Sign(Func):
    """One of the fixed templates above with its parts in their places."""

    def __init__(self, sign: str, *parts: Any, output_field: Any) -> None:
        super().__init__(*parts, output_field=output_field)
        self.sign = sign

    def as_sql(self, compiler: Any, connection: Any, **_extra: Any) -> tuple[str, Any]:  # type: ignore[override]
        compiled = [compiler.compile(part) for part in self.source_expressions]
        params = [param for _sql, own in compiled for param in own]
        return _SIGNS[self.sign].format(*(sql for sql, _own in compiled)), params

    @property
    def identity(self) -> Any:
        return (*super().identity, self.sign)


def expression_of(node: Node, leaves: Mapping[str, Combinable], today: date) -> Combinable:
    """The formula over a query set whose leaves are these expressions."""
    made = _made(node, leaves, today)
    return _Sign("calendar", made, output_field=DateField()) if node.kind == "date" else made


def _made(node: Node, leaves: Mapping[str, Combinable], today: date) -> Any:
    output = _OUTPUT[node.kind]
    if node.op == "literal":
        return Cast(Value(node.value), _LEAF[node.kind])
    if node.op == "today":
        return Cast(Value(today), DateField())
    if node.op == "field":
        leaf: Expression = Cast(leaves[node.value], _LEAF[node.kind])
        return NullIf(leaf, Value(""), output_field=output) if node.kind == "text" else leaf
    args = [_made(arg, leaves, today) for arg in node.args]
    match node.op:
        case "if":
            return Case(When(args[0], then=args[1]), default=args[2], output_field=output)
        case "round":
            return Func(args[0], Value(int(node.args[1].value)), function="ROUND", output_field=output)
        case "contains":
            place = StrIndex(Lower(args[0]), Lower(args[1]))
            return _Sign(">", place, Value(0), output_field=output)
        case "length":
            return Cast(Length(args[0]), _NUMBER)
        case "+" | "-" if node.kind == "date":
            return _Sign("later" if node.op == "+" else "earlier", *args, output_field=output)
        case "min" | "max" | "coalesce" if len(args) == 1:
            return args[0]
    if node.op in _FUNCTIONS:
        return _FUNCTIONS[node.op](*args, output_field=output)
    return _Sign(node.op, *args, output_field=output)


_FUNCTIONS: dict[str, Any] = {"abs": Abs, "min": Least, "max": Greatest, "coalesce": Coalesce, "lower": Lower, "upper": Upper}
