"""Putting back what an act on many rows changed: field by field, unless somebody changed it since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from mutua.foundation.access import Actor
from mutua.foundation.fields.kinds import kind_of
from mutua.foundation.fields.registry import writable_custom_fields
from mutua.foundation.records.models import Record
from mutua.foundation.records.queries.history import told_fields

Save = Callable[[Any, dict[str, Any]], Any]  # a record and the values to write, by name of the field: the domain's own edit


def of_own_act(actor: Actor) -> Actor:
    """Who takes its own act back: whoever hands a record over sees it no more, and may yet take the handing over back, and nothing else."""
    return replace(actor, scope="all")


@transaction.atomic
def put_back(records: QuerySet[Any], run_id: int, save: Save) -> tuple[int, tuple[str, ...]]:
    """How many of the records got back what stood there before the act, and the names of those that keep something, for somebody changed it since.

    records: the rows of the act, as `of_own_act` sees them; only what carries the act's number in the history is read. The old rows tell both
    what stood before the act and what stood after it.
    """
    found: dict[int, Record] = {record.pk: record for record in records.select_for_update(of=("self",))}
    count, left = 0, []
    for pk, rows in _old_rows(records.model, list(found), run_id):
        record, ours = found[pk], [place for place, row in enumerate(rows) if row["_run"] == run_id]
        before, after = rows[ours[0]], (rows[ours[-1] + 1] if ours[-1] + 1 < len(rows) else None)
        values: dict[str, Any] = {}
        kept = False
        unseen: frozenset[str] = getattr(record, "hidden_columns", frozenset())
        for field in told_fields(record):
            if field.attname in unseen:
                continue  # nor could the act have changed it
            then, now = _after(after, record, field.attname), getattr(record, field.attname)
            if before[field.attname] == then:
                continue
            if field.name == "custom":
                back, stays = _custom_back(record, before[field.attname], then or {}, unseen)
                values |= {"custom": back} if back else {}
                kept = kept or stays
            elif now != then:
                kept = True
            else:
                values[field.name] = _value(field, before[field.attname])
        if values:
            save(record, values)
            count += 1
        if kept:
            left.append(str(record))
    return count, tuple(left)


def _custom_back(record: Record, before: dict[str, Any], then: dict[str, Any], unseen: frozenset[str]) -> tuple[dict[str, Any], bool]:
    """The custom values to write, each by itself, None where there was none; and whether one stays as somebody has made it since.

    A field that was retired since is written by nobody: its value stays.
    """
    asked = writable_custom_fields(kind_of(type(record)))
    back, stays = {}, False
    for name in sorted({*before, *then}):
        if before.get(name) == then.get(name) or f"custom.{name}" in unseen:
            continue
        if name not in asked or record.custom.get(name) != then.get(name):  # type: ignore[attr-defined]
            stays = True
        else:
            back[name] = before.get(name)
    return back, stays


def _old_rows(model: type[Record], ids: list[int], run_id: int) -> list[tuple[int, list[dict[str, Any]]]]:
    """The old rows of each record from the act's first one on, oldest first; each knows the act that its write belonged to."""
    events = model.pgh_event_model.objects  # type: ignore[attr-defined]
    ours = events.filter(pgh_obj_id__in=ids, pgh_context__metadata__bulk_run=run_id)
    first = dict(ours.order_by("pgh_obj_id", "-pgh_id").values_list("pgh_obj_id", "pgh_id"))
    if not first:
        return []
    rows = events.filter(pgh_obj_id__in=first, pgh_id__gte=min(first.values())).order_by("pgh_obj_id", "pgh_id").values()
    contexts = dict(ours.values_list("pgh_id", "pgh_context__metadata__bulk_run"))
    told = [{**row, "_run": contexts.get(row["pgh_id"])} for row in rows if row["pgh_id"] >= first[row["pgh_obj_id"]]]
    return [(pk, list(of_one)) for pk, of_one in groupby(told, key=itemgetter("pgh_obj_id"))]


def _after(row: dict[str, Any] | None, record: Record, column: str) -> Any:
    return getattr(record, column) if row is None else row[column]


def _value(field: Any, value: Any) -> Any:
    """What the edit takes: a record and not its number, where the field is a link."""
    return field.related_model._base_manager.filter(pk=value).first() if field.is_relation and value is not None else value
