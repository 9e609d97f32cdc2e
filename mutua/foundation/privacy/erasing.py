"""Erasing a person in every table, its history and the files: in one transaction, whole or not at all."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pgtrigger
from django.db import connection
from django.db.models import F, Model, QuerySet

from mutua.foundation.privacy.declaring import ERASED
from mutua.foundation.privacy.mentions import erase_mentions
from mutua.foundation.privacy.models import Erasure, Suppressed
from mutua.foundation.privacy.subject import files_kept, person_kind
from mutua.foundation.privacy.suppressing import digest
from mutua.foundation.privacy.tracing import Trace, is_column, traces_of


def erase(erasure: Erasure) -> Counter[str]:
    """Do it, in the caller's transaction. How many rows were deleted, emptied of the person, kept; names written over; files removed."""
    kind = person_kind()
    people = kind.together(erasure.person_id)
    words, _shared = kind.words(people)
    known_by = kind.known_by(people)
    # What leads to the person is found before anything goes: rows are known by one another.
    traces = traces_of(people)
    counts: Counter[str] = Counter()

    # What is frozen, written for ever or kept as history loses the person, too; and no trigger writes down what is being erased.
    with pgtrigger.ignore():
        counts["files"] = sum(files.remove(words, people) for files in files_kept())
        for trace in traces:
            if trace.lead.then != "delete":
                counts["kept" if trace.lead.then == "stay" else "emptied"] += _blank(trace)
        for trace in _children_first([trace for trace in traces if trace.lead.then == "delete"]):
            counts["deleted"] += _delete(trace)
        _remove_person(kind.model, people, nameless=bool(counts["kept"]))
        counts["names"] = sum(erase_mentions(words).values())

    Suppressed.objects.bulk_create([Suppressed(digest=digest(word), erasure=erasure) for word in known_by], ignore_conflicts=True)
    # What points to a row that is gone is told here and not at the end of somebody else's transaction.
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return +counts


def _blank(trace: Trace) -> int:
    lead = trace.lead
    rows = trace.rows
    found = rows.count()
    if found:
        if lead.then == "blank":
            _cut(trace)
        _write(rows, {**lead.blanks, **({"version": F("version") + 1} if is_column(lead.model, "version") else {})})
    if (history := trace.history) is not None:
        links = {path: None for path in lead.paths if lead.then == "blank" and _is_link(trace.events, path)}
        _write(history, {**{name: value for name, value in lead.blanks.items() if is_column(history.model, name)}, **links})
    return found


def _cut(trace: Trace) -> None:
    """The rows no longer say whom they were about."""
    for path in trace.lead.paths:
        if "__" in path:
            continue
        link = trace.lead.model._meta.get_field(path)
        if link.many_to_many:
            side = next(one.name for one in link.remote_field.through._meta.fields if one.related_model is link.related_model)  # type: ignore[union-attr]
            link.remote_field.through._base_manager.filter(**{f"{side}__in": trace.people}).delete()  # type: ignore[union-attr]
        elif link.is_relation:
            trace.rows.filter(**{f"{path}__in": trace.people}).update(**{path: None})


def _write(rows: QuerySet[Any], values: dict[str, Any]) -> None:
    """Plain values in one statement; where a function says what stays of the old value, row by row."""
    plain = {name: value for name, value in values.items() if not callable(value)}
    if plain:
        rows.update(**plain)
    made = [name for name, value in values.items() if callable(value)]
    for row in rows.only(*made).iterator(500) if made else ():
        row.__class__._base_manager.filter(pk=row.pk).update(**{name: values[name](getattr(row, name)) for name in made})


def _is_link(model: type[Model] | None, path: str) -> bool:
    return model is not None and is_column(model, path) and bool(model._meta.get_field(path).is_relation)


def _delete(trace: Trace) -> int:
    _total, by_model = trace.rows.delete()
    if (history := trace.history) is not None:
        history._raw_delete(history.db)
    return by_model.get(trace.lead.model._meta.label, 0)


def _remove_person(model: Any, people: list[int], *, nameless: bool) -> None:
    if nameless:
        person_kind().leave_nameless(people)
    else:
        model._base_manager.filter(pk__in=people).delete()
    if (events := getattr(model, "pgh_event_model", None)) is not None:
        events._base_manager.filter(pgh_obj_id__in=people).delete()


def _children_first(traces: list[Trace]) -> list[Trace]:
    """What points to another row goes before it."""
    left, ordered = list(traces), []
    while left:
        pointed_to = {
            link.related_model
            for trace in left
            for link in trace.lead.model._meta.concrete_fields
            if link.is_relation and link.related_model is not trace.lead.model
        }
        free = [trace for trace in left if trace.lead.model not in pointed_to] or left
        ordered += free
        left = [trace for trace in left if trace not in free]
    return ordered


def without_words(value: Any) -> Any:
    """JSON or a list with every text in it written over; numbers stay. For `blanks`."""
    if isinstance(value, str):
        return ERASED
    if isinstance(value, list):
        return [without_words(one) for one in value]
    if isinstance(value, dict):
        return {key: without_words(one) for key, one in value.items()}
    return value
