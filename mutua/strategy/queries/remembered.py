"""What stood in records on a day of the past, read from the old rows that the triggers keep."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar

from mutua.foundation.records.models import Record

R = TypeVar("R", bound=Record)


def end_of(day: date) -> datetime:
    """The first moment after a day, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def as_known(records: Iterable[R], day: date, columns: Iterable[str]) -> dict[int, dict[str, Any]]:
    """By number, the columns as they stood at the end of the day; of a record made later, as it was made. One query for all.

    records: of one `@historied` model, as they stand now and as the actor may see them.
    """
    now, names = list(records), list(columns)
    if not now:
        return {}
    events = now[0].events.model.objects.filter(pgh_obj__in=[one.pk for one in now], pgh_created_at__gte=end_of(day))  # type: ignore[attr-defined]
    old: dict[int, dict[str, Any]] = {}
    for row in events.order_by("pgh_obj_id", "pgh_id").distinct("pgh_obj_id").values("pgh_obj_id", *names):
        old[row.pop("pgh_obj_id")] = row
    return {one.pk: old.get(one.pk) or {name: getattr(one, name) for name in names} for one in now}
