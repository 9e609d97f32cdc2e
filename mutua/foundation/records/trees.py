"""Records of which one stands under another: a circle is refused, and said as the path that it would be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils.translation import gettext as _

from mutua.foundation.records.errors import Refused


def refuse_circle(record: Model, parent: Any) -> None:
    """Raises Refused where `record` would stand under itself by standing under `parent`. For trees small enough to be read whole; one query.

    Nobody else moves a record of this tree until the transaction ends: two who hang two records under each other at once would both find no circle.
    """
    if parent is None or record.pk is None:
        return
    model = type(record)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"{model._meta.label}.parent"])
    above = dict(model._base_manager.values_list("pk", "parent"))
    line = line_up(parent.pk, above)
    if record.pk in line:
        names = model._base_manager.in_bulk([*line, record.pk])
        path = [*reversed(line[: line.index(record.pk) + 1]), record.pk]
        told = {"name": record, "path": " → ".join(str(names[number]) for number in path)}
        raise Refused(_("“%(name)s” would stand under itself: %(path)s. Nothing was saved; choose another parent.") % told, field="parent")


def line_up(number: int | None, above: Mapping[int, int | None]) -> list[int]:
    """The record, the one above it, and so on up to the top. above: record → the one above. A circle ends the line."""
    line: list[int] = []
    while number is not None and number not in line:
        line.append(number)
        number = above.get(number)
    return line
