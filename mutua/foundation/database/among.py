"""`filter(source_key__among=keys)`: what `__in` means, said with one array instead of a parameter for each value.

Thousands of values are a batch of an import: Django prepares each parameter of `IN (…)` by itself and psycopg looks for each of its places in the text.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Field, ForeignObject, Lookup


def as_array(values: Iterable[str] | Iterable[int]) -> str:
    """The values as PostgreSQL reads an array, to be cast where it stands: `%s::text[]`. psycopg's way with a list takes several times as long."""
    given = list(values)
    if given and isinstance(given[0], str):
        return '{"' + '","'.join([value.replace("\\", "\\\\").replace('"', '\\"') for value in given]) + '"}'
    return "{" + ",".join(map(str, given)) + "}"


@ForeignObject.register_lookup
@Field.register_lookup
class Among(Lookup):  # type: ignore[type-arg]
    """Values are texts or whole numbers, as the column keeps them. As with `__in`, none asks the database nothing."""

    lookup_name = "among"
    prepare_rhs = False

    def get_prep_lookup(self) -> str:
        """An array; empty when there are no values."""
        values = [value for value in self.rhs if value is not None]
        # text, not varchar(n): a longer value is no match and not to be cut until it is one
        self.kind = "text" if values and isinstance(values[0], str) else "bigint"
        # An index that leaves empty texts out answers only where none is asked for, and of more than a hundred PostgreSQL does not see that by itself: told
        # nothing, it reads the whole table.
        self.is_filled = self.kind == "text" and "" not in values
        return as_array(values) if values else ""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        if not self.rhs:
            raise EmptyResultSet
        left, params = self.process_lhs(compiler, connection)
        found = f"{left} = ANY(%s::{self.kind}[])"
        if self.is_filled:
            return f"({found} AND {left} <> '')", (*params, self.rhs, *params)
        return found, (*params, self.rhs)
