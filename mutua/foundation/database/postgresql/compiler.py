"""Reading queries are compiled once for each shape; the next one of that shape gets the kept statement with its own values.

Inserting, updating, deleting and aggregating over a subquery are compiled each time, as Django does.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Any

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db.backends.postgresql import compiler
from django.db.backends.postgresql.compiler import SQLAggregateCompiler, SQLDeleteCompiler, SQLInsertCompiler, SQLUpdateCompiler

from mutua.foundation.database.postgresql.shape import Kept, Shape, Unkeyable

__all__ = ["SQLAggregateCompiler", "SQLCompiler", "SQLDeleteCompiler", "SQLInsertCompiler", "SQLUpdateCompiler"]

MOST = 2_000  # statements; some 5 KB each

# What was kept; None for a shape whose statement cannot be told apart from its values.
_kept: OrderedDict[tuple[Any, ...], Kept | None] = OrderedDict()
_lock = Lock()


class SQLCompiler(compiler.SQLCompiler):
    """Django's compiler with a memory."""

    kept: Kept | None = None
    """What the statement was taken from."""

    def as_sql(self, with_limits: bool = True, with_col_aliases: bool = False) -> tuple[str, tuple[Any, ...]]:
        """The statement and its parameters, the same ones that Django would make."""
        query = self.query
        if (prepared := getattr(query, "prepared", None)) is not None:
            kept, values = prepared
            return self._take(kept, values)
        if query.subquery or query.select_for_update or not with_limits or with_col_aliases:
            return super().as_sql(with_limits, with_col_aliases)  # type: ignore[no-any-return]
        try:
            shape = Shape(query, (self.using, self.elide_empty))
        except Unkeyable:
            return super().as_sql()  # type: ignore[no-any-return]
        key = tuple(shape.key)
        with _lock:
            known = key in _kept
            kept = _kept.get(key)
            if known:
                _kept.move_to_end(key)
        if not known:
            kept = self._keep(key, shape)
        if kept is None:
            return super().as_sql()  # type: ignore[no-any-return]
        if known and kept.proved < settings.KEPT_STATEMENTS_PROVED:
            self._prove(kept, shape)
        return self._take(kept, shape.values)

    def _take(self, kept: Kept, values: list[Any]) -> tuple[str, tuple[Any, ...]]:
        self.kept = kept
        self.select, self.klass_info, self.annotation_col_map, self.col_count, self.has_extra_select = kept.reading
        return kept.sql, kept.params(values)

    def get_converters(self, expressions: Any) -> dict[int, Any]:
        """How the columns of a row become Python's values. A list of expressions is the whole row."""
        if self.kept is None or not isinstance(expressions, list):
            return super().get_converters(expressions)  # type: ignore[no-any-return]
        if self.kept.converters is None:
            self.kept.converters = super().get_converters(expressions)
        return self.kept.converters

    def has_composite_fields(self, expressions: Any) -> bool:
        """Whether a column is several in one; a kept statement is asked for that once."""
        if self.kept is None:
            return super().has_composite_fields(expressions)  # type: ignore[no-any-return]
        if self.kept.composite is None:
            self.kept.composite = super().has_composite_fields(expressions)
        return self.kept.composite

    def _keep(self, key: tuple[Any, ...], shape: Shape) -> Kept | None:
        """Compile the query with marks in the place of its values; where each mark comes out again, a value goes from now on."""

        def compiled(marks: list[Any]) -> tuple[str, tuple[Any, ...], tuple[Any, ...]]:
            marked = type(self)(shape.marked(self.query, marks), self.connection, self.using, self.elide_empty)
            sql, params = super(SQLCompiler, marked).as_sql()
            return sql, params, (marked.select, marked.klass_info, marked.annotation_col_map, marked.col_count, marked.has_extra_select)

        try:
            kept = Kept.of(shape, compiled)
        except EmptyResultSet:  # by its shape: Django's own way then leaves behind what its caller looks at
            kept = None
        with _lock:
            _kept[key] = kept
            if len(_kept) > MOST:
                _kept.popitem(last=False)
        return kept

    def _prove(self, kept: Kept, shape: Shape) -> None:
        """Tests compare what was kept with what Django makes: a difference is a defect of Shape."""
        kept.proved += 1
        sql, params = super().as_sql()
        if (sql, params) != (kept.sql, kept.params(shape.values)) or self.annotation_col_map != kept.reading[2]:
            disagreements.append(f"{sql} {params}\nbut kept was\n{kept.sql} {kept.params(shape.values)}")
            raise AssertionError(disagreements[-1])


disagreements: list[str] = []
