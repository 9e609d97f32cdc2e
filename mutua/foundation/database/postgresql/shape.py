"""The shape of a query: everything that its statement depends on, without the values that only become parameters.

Two queries of the same shape have the same statement. What is not surely a parameter is part of the shape; what is not known at all
makes the query unkeyable, and Django compiles it as ever. So a gap in this module costs time and never a wrong statement.
"""

from __future__ import annotations

import copy
import secrets
from collections.abc import Callable, Hashable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, Protocol
from uuid import UUID, uuid4

from django.contrib.postgres import lookups as postgres_lookups
from django.db import models
from django.db.models import fields, lookups
from django.db.models.expressions import BaseExpression, Col, F, Value
from django.db.models.fields import related_lookups
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.db.models.sql.datastructures import BaseTable, Join
from django.db.models.sql.query import ExplainInfo, Query
from django.db.models.sql.where import ExtraWhere, NothingNode
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.tree import Node
from psycopg.types.numeric import Int2, Int4, Int8

from mutua.foundation.database.among import Among


class Unkeyable(Exception):
    """The query holds something whose part in the statement is not known."""


MOST_IN_A_LIST = 250  # a longer one is hardly ever as long as the last; what imports ask for thousands of keys is `among`
# Lookups whose right-hand value becomes one parameter as it is, or the parameter of a LIKE.
_PLAIN = {
    lookups.Exact,
    lookups.IntegerFieldExact,
    lookups.GreaterThan,
    lookups.GreaterThanOrEqual,
    lookups.LessThan,
    lookups.LessThanOrEqual,
    lookups.IntegerGreaterThan,
    lookups.IntegerGreaterThanOrEqual,
    lookups.IntegerLessThan,
    lookups.IntegerLessThanOrEqual,
    lookups.In,
    related_lookups.RelatedExact,
    related_lookups.RelatedGreaterThan,
    related_lookups.RelatedGreaterThanOrEqual,
    related_lookups.RelatedLessThan,
    related_lookups.RelatedLessThanOrEqual,
    related_lookups.RelatedIn,
    postgres_lookups.TrigramSimilar,
    postgres_lookups.TrigramWordSimilar,
}
_LIKE = {lookups.Contains, lookups.IContains, lookups.StartsWith, lookups.IStartsWith, lookups.EndsWith, lookups.IEndsWith}

# Fields that hand a prepared value on as it is. A small integer is none: a value out of its range changes the statement.
_HANDING_ON = {
    fields.AutoField,
    fields.BigAutoField,
    fields.IntegerField,
    fields.BigIntegerField,
    fields.PositiveIntegerField,
    fields.PositiveBigIntegerField,
    fields.CharField,
    fields.TextField,
    fields.SlugField,
    fields.EmailField,
    fields.URLField,
    fields.DateField,
    fields.DateTimeField,
    fields.DecimalField,
    fields.UUIDField,
    models.ForeignKey,
    models.OneToOneField,
}

_WRAPPED = {Int2, Int4, Int8}  # how Django says the width of an integer
_SLOT, _HELD, _END, _WIDE = (object() for _ in range(4))
_CONSTANTS = (bool, int, float, Decimal, datetime, date, timedelta, UUID, type(None), bytes)
_OWN_FIELDS = ("django.db.models.fields", "django.contrib.postgres.fields")
_SETTINGS_OF_A_FIELD = ("max_length", "max_digits", "decimal_places", "db_collation", "null", "size", "encoder", "decoder")
# Attributes that say again what others say, or that compiling does not read.
_NOT_READ = {"_constructor_args", "_annotation_select_cache", "used_aliases", "filter_is_sticky"}


class Shape:
    """The key of a query and, apart from it, the values that fill its parameters: each different one once, in the order in which it is met."""

    def __init__(self, query: Query, *apart: Any) -> None:
        self.key: list[Any] = [*apart, timezone.get_current_timezone_name()]
        self.values: list[Any] = []
        self.held: list[Any] = []
        """What stands in the key by its identity: it has to live as long as the key."""
        self.patterns: list[tuple[int, str]] = []
        """(number of the value, pattern) of each LIKE."""
        self._numbers: dict[tuple[Any, Any], int] = {}
        self._filled: set[int] = set()
        """The lookups and values, by identity, whose own value is a parameter."""
        self.free = 0
        self._add(query)

    def _add(self, thing: Any) -> None:
        adding = _ADDING.get(type(thing))
        if adding is None:
            adding = _ADDING[type(thing)] = _adding_of(type(thing))
        adding(self, thing)

    def _text(self, thing: str) -> None:
        self.key.append(thing)

    def _class(self, thing: type) -> None:
        self.key.append(thing)

    def _constant(self, thing: Any) -> None:
        self.key += (type(thing), thing)

    def _identity(self, thing: Any) -> None:
        self.key += (_HELD, id(thing))
        self.held.append(thing)

    def _sequence(self, thing: Any) -> None:
        self.key += (type(thing), len(thing))
        for part in thing:
            self._add(part)

    def _set(self, thing: Any) -> None:
        if not all(type(part) is str for part in thing):
            raise Unkeyable
        self.key.append(frozenset(thing))

    def _mapping(self, thing: dict[Any, Any]) -> None:
        self.key += (dict, len(thing))
        for name, part in thing.items():
            self._add(name)
            self._add(part)

    def _field(self, thing: fields.Field[Any, Any]) -> None:
        if getattr(thing, "model", None) is not None:
            self._identity(thing)
        elif type(thing).__module__.startswith(_OWN_FIELDS):
            self.key.append(type(thing))
            for name in _SETTINGS_OF_A_FIELD:
                self._add(getattr(thing, name, None))
            self._add(getattr(thing, "base_field", None))
        else:
            raise Unkeyable

    def _column(self, thing: Col) -> None:
        self.key += (Col, thing.alias)
        self._add(thing.target)
        if thing.output_field is not thing.target:
            self._add(thing.output_field)

    def _table(self, thing: BaseTable) -> None:
        self.key += (BaseTable, thing.table_name, thing.table_alias)

    def _join(self, thing: Join) -> None:
        if thing.filtered_relation is not None or not isinstance(thing.join_field, ForeignObjectRel | models.ForeignKey):
            raise Unkeyable
        self.key += (Join, thing.table_name, thing.parent_alias, thing.table_alias, thing.join_type, thing.nullable)
        self._identity(thing.join_field)

    def _explanation(self, thing: ExplainInfo) -> None:
        self.key.append(ExplainInfo)
        self._add(thing.format)
        self._add(thing.options)

    def _object(self, thing: Any) -> None:
        kind = type(thing)
        self.key.append(kind)
        remembered = _remembered(kind)
        for name, part in thing.__dict__.items():
            if name not in remembered and name not in _NOT_READ:
                self.key.append(name)
                self._add(part)
        self.key.append(_END)

    def _lookup(self, thing: lookups.Lookup[Any]) -> None:
        kind, value = type(thing), thing.rhs
        if thing.bilateral_transforms or type(thing.lhs.output_field) not in _HANDING_ON:
            self._object(thing)
        elif kind in _LIKE:
            self.key.append(kind)
            self._add(thing.lhs)
            if type(value) is str:
                self._filled.add(id(thing))
                self.patterns.append((self._slot(value), thing.param_pattern))  # type: ignore[attr-defined]
            else:
                self._add(value)
        else:
            self.key.append(kind)
            self._add(thing.lhs)
            self._filled.add(id(thing))
            if type(value) in (list, tuple):
                if len(value) > MOST_IN_A_LIST:
                    raise Unkeyable
                self.key += (list, len(value))
                for part in value:
                    self._slot(part)
            else:
                self._slot(value)

    def _among(self, thing: Among) -> None:
        """However many values there are, they are one parameter, and the column has no part in it. Without any nothing is asked."""
        if not thing.rhs or thing.bilateral_transforms:
            raise Unkeyable
        self.key += (Among, thing.kind, thing.is_filled)
        self._add(thing.lhs)
        self._filled.add(id(thing))
        self._slot(thing.rhs)

    def _value(self, thing: Value) -> None:
        output = thing.__dict__.get("output_field")
        # Only a text, as somebody searched for it: numbers are mostly defaults, and Django reads those while it compiles.
        if thing.for_save or not thing.value or type(thing.value) is not str or (output is not None and type(output) not in _HANDING_ON):
            self._object(thing)
            return
        self.key.append(Value)
        self._add(output)
        self._filled.add(id(thing))
        self._slot(thing.value)

    def _slot(self, value: Any) -> int:
        """A value that becomes a parameter: the key says its kind and which of the others it equals, for equal expressions are written once.

        Returns its number, or -1 where it belongs into the key after all.
        """
        kind = _kind(value)
        if kind is None:
            self._add(value)
            return -1
        number = self._numbers.setdefault((kind, value), len(self.values))
        if number == len(self.values):
            self.values.append(value)
        self.key += (_SLOT, kind, number)
        return number

    def marks(self) -> list[Any]:
        """For each value one of its kind that stands nowhere else."""
        return [_MARKING[kind](value) for kind, value in self._numbers]

    def marked(self, query: Query, marks: list[Any]) -> Query:
        """A copy of the query with the marks in the place of the values; the query itself is left alone, for others may read its parts."""
        return _Marking(self._numbers, marks, self._filled).query(query)


class Marked(Protocol):
    """What a statement is kept for. free: so many of the first values need not stand in it."""

    free: int

    @property
    def patterns(self) -> Sequence[tuple[int, str]]: ...
    @property
    def held(self) -> Sequence[Any]: ...
    def marks(self) -> list[Any]: ...


class Statement(str):
    """SQL with a `%s` for each parameter and `%%` for a percent sign, taken apart at the parameters when it is first asked."""

    @cached_property
    def parts(self) -> list[bytes]:
        return [part.replace("\0", "%").encode() for part in self.replace("%%", "\0").split("%s")]

    def filled(self, literals: list[bytes]) -> bytes:
        """The statement with these literals in the place of its parameters. Raises ValueError where their number is another one."""
        first, *others = self.parts
        return first + b"".join([piece for pair in zip(literals, others, strict=True) for piece in pair])


class Kept:
    """A statement, and which value goes where among its parameters."""

    def __init__(
        self, sql: str, places: list[tuple[Any, Any]], patterned: list[tuple[int, str]], held: Sequence[Any], reading: tuple[Any, ...]
    ) -> None:
        self.sql, self.held = Statement(sql), held
        self.places = places
        """For each parameter what makes it and the number of its value; (None, the parameter) for one that is always the same."""
        self.patterned = patterned
        """The patterns of LIKE; their parameters are numbered after the values."""
        self.reading = reading
        """What Django's compiler remembers of the columns, for whoever reads the rows."""
        self.converters: dict[int, Any] | None = None
        self.composite: bool | None = None
        self.proved = 0
        """How often it was compared with what Django makes."""

    @classmethod
    def of(cls, shape: Marked, compiled: Callable[[list[Any]], tuple[str, tuple[Any, ...], tuple[Any, ...]]]) -> Kept | None:
        """`compiled(marks)` says statement, parameters and reading of the query with these marks in the place of its values.

        None where a mark does not come out as it went in, or where other marks make anything else but the same statement with those marks:
        then the statement depends on a value in a way that is not known here.
        """
        first, second = (cls._placed(shape, marks, *compiled(marks)) for marks in (shape.marks(), shape.marks()))
        if first is None or second is None or (first.sql, first.places) != (second.sql, second.places):
            return None
        return first

    @classmethod
    def _placed(cls, shape: Marked, marks: list[Any], sql: str, params: tuple[Any, ...], reading: tuple[Any, ...]) -> Kept | None:
        patterned = list(dict.fromkeys(shape.patterns))
        numbers = {(type(mark), mark): number for number, mark in enumerate(marks)}
        for place, (of, pattern) in enumerate(patterned):
            numbers[str, _like(pattern, marks[of])] = len(marks) + place
        places: list[tuple[Any, Any]] = []
        for param in params:
            made_by = type(param)
            number = numbers.get((int if made_by in _WRAPPED else made_by, param)) if isinstance(param, Hashable) else None
            places.append((None, param) if number is None else (made_by if made_by in _WRAPPED else _itself, number))
        met = {patterned[number - len(marks)][0] if number >= len(marks) else number for made_by, number in places if made_by}
        if not met.issuperset(range(shape.free, len(marks))) or any(str(mark) in sql for mark in marks):
            return None
        return cls(sql, places, patterned, shape.held, reading)

    def params(self, values: list[Any]) -> tuple[Any, ...]:
        if self.patterned:
            values = [*values, *(_like(pattern, values[number]) for number, pattern in self.patterned)]
        return tuple([made_by(values[what]) if made_by else what for made_by, what in self.places])


class _Marking:
    """Copies what leads to a value, and nothing else; what was shared stays shared."""

    def __init__(self, numbers: dict[tuple[Any, Any], int], marks: list[Any], filled: set[int]) -> None:
        self._mark = {known: marks[number] for known, number in numbers.items()}
        self._filled = filled
        self._made: dict[int, tuple[Any, Any]] = {}
        """(the thing, its copy) by the identity of the thing, which is kept so that no other gets its identity."""

    def query(self, query: Query) -> Query:
        made = query.clone()
        self._made[id(query)] = query, made
        for name, part in list(made.__dict__.items()):
            if name in ("where", "annotations", "combined_queries", "group_by", "order_by", "select", "values_select"):
                made.__dict__[name] = self.of(part)
        return made

    def of(self, thing: Any) -> Any:
        if id(thing) in self._made:
            return self._made[id(thing)][1]
        made = thing
        if isinstance(thing, Query):
            return self.query(thing)
        if isinstance(thing, list | tuple):
            parts = [self.of(part) for part in thing]
            made = thing if all(new is old for new, old in zip(parts, thing, strict=True)) else type(thing)(parts)
        elif isinstance(thing, dict):
            made = {name: self.of(part) for name, part in thing.items()}
        elif isinstance(thing, BaseExpression | Node):
            made = copy.copy(thing)
            self._made[id(thing)] = thing, made
            remembered = _remembered(type(thing))
            for name, part in list(made.__dict__.items()):
                if name in remembered:
                    del made.__dict__[name]
                elif name in _NOT_READ:
                    continue
                elif name in ("rhs", "value") and id(thing) in self._filled:
                    made.__dict__[name] = self.value(part)
                else:
                    made.__dict__[name] = self.of(part)
        self._made[id(thing)] = thing, made
        return made

    def value(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return type(value)([self.value(part) for part in value])
        kind = _kind(value)
        if kind is None:
            return self.of(value)
        return self._mark.get((kind, value), value)


def _kind(value: Any) -> Any:
    """What a parameter is, or None for what stays in the key. Wide integers are apart, since a narrow column refuses them in the statement."""
    kind = type(value)
    if kind is int:
        return int if 0 <= value < 2**31 else _WIDE if 2**31 <= value < 2**63 else None
    return kind if kind in _MARKING else None


def mark_for(value: Any) -> Any:
    """Another value of the same kind, that stands nowhere else."""
    return _MARKING[type(value)](value)


def _itself(value: Any) -> Any:
    return value


def _like(pattern: str, value: str) -> str:
    return pattern % value.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")


_MARKING: dict[Any, Callable[[Any], Any]] = {
    int: lambda _: 2**30 + secrets.randbelow(2**30),
    _WIDE: lambda _: 2**61 + secrets.randbelow(2**61),
    str: lambda _: "mark" + secrets.token_hex(12),
    UUID: lambda _: uuid4(),
    Decimal: lambda _: Decimal(secrets.randbelow(10**12)) / 1000 + 10**10,
    date: lambda _: date.fromordinal(400_000 + secrets.randbelow(300_000)),
    datetime: lambda value: datetime(
        1700, 1, 1 + secrets.randbelow(28), 12, secrets.randbelow(60), 7, secrets.randbelow(10**6), value.tzinfo
    ),
}


def _remembered(kind: type) -> set[str]:
    """What objects of this class only remember of themselves; `output_field` is remembered by some and given to others."""
    found = _REMEMBERED.get(kind)
    if found is None:
        cached = {name for base in kind.__mro__ for name, own in vars(base).items() if isinstance(own, cached_property)}
        found = _REMEMBERED[kind] = cached - {"output_field"}
    return found


_ADDING: dict[type, Callable[[Shape, Any], None]] = {
    str: Shape._text,
    Col: Shape._column,
    Value: Shape._value,
    BaseTable: Shape._table,
    Join: Shape._join,
    ExplainInfo: Shape._explanation,
    dict: Shape._mapping,
    **dict.fromkeys(_CONSTANTS, Shape._constant),
    **dict.fromkeys((list, tuple), Shape._sequence),
    **dict.fromkeys((set, frozenset), Shape._set),
    **dict.fromkeys(_PLAIN | _LIKE, Shape._lookup),
    Among: Shape._among,
}
"""How a thing of this very class is added; others are looked up by their bases once."""
_BY_BASE: tuple[tuple[Any, Callable[[Shape, Any], None]], ...] = (
    (type, Shape._class),
    (fields.Field, Shape._field),
    ((ForeignObjectRel, Enum), Shape._identity),
    ((Query, Node, BaseExpression, F, ExtraWhere, NothingNode), Shape._object),
)
_REMEMBERED: dict[type, set[str]] = {}


def _adding_of(kind: type) -> Callable[[Shape, Any], None]:
    for base, adding in _BY_BASE:
        if issubclass(kind, base):
            return adding
    raise Unkeyable
