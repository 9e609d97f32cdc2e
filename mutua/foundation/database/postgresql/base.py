"""The backend that DATABASES names."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db.backends.postgresql import base, operations
from django.db.backends.postgresql.psycopg_any import BaseTzLoader


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


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        if self.timezone is UTC:
            connection.adapters.register_loader("timestamptz", UtcLoader)
        return connection
