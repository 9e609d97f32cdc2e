"""`filter(source_key__among=keys)`: what `__in` means, said with one array instead of a parameter for each value.

Thousands of values are a batch of an import: Django prepares each parameter of `IN (…)` by itself and psycopg looks for each of its places in the text.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Field, ForeignObject, Lookup


@ForeignObject.register_lookup
@Field.register_lookup
class Among(Lookup):  # type: ignore[type-arg]
    """Values are texts or whole numbers, as the column keeps them. As with `__in`, none asks the database nothing."""

    lookup_name = "among"
    prepare_rhs = False

    def get_prep_lookup(self) -> list[Any]:
        return [value for value in self.rhs if value is not None]

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        if not self.rhs:
            raise EmptyResultSet
        left, params = self.process_lhs(compiler, connection)
        # text, not varchar(n): a longer value is no match and not to be cut until it is one
        kind = "text" if isinstance(self.rhs[0], str) else "bigint"
        return f"{left} = ANY(%s::{kind}[])", (*params, self.rhs)
