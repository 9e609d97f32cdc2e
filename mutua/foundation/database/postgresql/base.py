"""The backend that DATABASES names."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Self

from django.db.backends.postgresql import base, operations
from django.db.backends.postgresql.psycopg_any import BaseTzLoader
from psycopg.adapt import Transformer

from mutua.foundation.database.postgresql.shape import Statement


class DatabaseOperations(operations.DatabaseOperations):
    compiler_module = "mutua.foundation.database.postgresql.compiler"


class UtcLoader(BaseTzLoader):
    """Reads moments as Django does, in an eighth of the time: a page of a list has a hundred and fifty of them."""

    timezone = UTC

    def load(self, data: Any) -> datetime | None:
        try:
            return datetime.fromisoformat(str(data, "ascii"))
        except ValueError:  # before our era, after the year 9999, infinite
            return super().load(data)  # type: ignore[no-any-return]


class Cursor(base.Cursor):
    """Puts the values of a kept statement into it where its parameters stand; psycopg takes a long one apart anew each time."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Self:
        if isinstance(query, Statement) and params:
            literal = Transformer(self).as_literal  # type: ignore[arg-type]
            query, params = query.filled([literal(param) for param in params]), None
        return super().execute(query, params, **options)  # type: ignore[misc,no-any-return]


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        if self.timezone is UTC:
            connection.adapters.register_loader("timestamptz", UtcLoader)
        if connection.cursor_factory is base.Cursor:
            connection.cursor_factory = Cursor
        return connection
