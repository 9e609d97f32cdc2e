"""Clearing the company away: what the demonstration made, what hangs on it, and the traces of both."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import pgtrigger
from django.apps import apps
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import DO_NOTHING, SET_NULL, Exists, Field, Model, OuterRef, Q, QuerySet
from pghistory.models import Context
from psycopg import sql

from mutua.demo.models import DemoRecord
from mutua.demo.noting import ACTOR, PROGRESS_KEY, SOURCE
from mutua.foundation.days.models import DateShift
from mutua.foundation.events.models import EventRow
from mutua.foundation.identity.models import User
from mutua.foundation.imports.models import ImportRun, SourceRow
from mutua.foundation.jobs.models import JobProgress
from mutua.foundation.mail.kept import forget_kept
from mutua.foundation.mail.models import OutgoingMail
from mutua.foundation.records.models import Sourced
from mutua.foundation.timeline.models import TimelineEntry

SOURCES = ("scms", "crm", "online-retail", SOURCE)

AT_ONCE = 20_000

Doomed = dict[type[Model], set[int]]


@transaction.atomic
def clear_all() -> dict[str, int]:
    """Remove it all in one transaction: either everything goes or nothing. Returns rows by table."""
    doomed = _with_all_that_hangs_on(_roots())
    gone: dict[str, int] = {}
    users = doomed.get(User, set())
    # What their sign-in wrote to them belongs to no record.
    addresses = set(User.objects.filter(pk__in=users).values_list("email", flat=True))
    # What goes was never anybody's: its end is no history, and the history of its life goes with it.
    with pgtrigger.ignore():
        for model, ids in doomed.items():
            gone[model._meta.db_table] = _delete_those(model, "pk", ids)
        _forget(doomed, gone)
        _delete_traces(doomed, gone, addresses)
        gone["sessions"] = _delete_sessions(users)
    return {name: count for name, count in sorted(gone.items()) if count}


def _roots() -> Doomed:
    roots: Doomed = defaultdict(set)
    for model in apps.get_models():
        if issubclass(model, Sourced):
            roots[model].update(model._base_manager.filter(source__in=SOURCES).values_list("pk", flat=True))
    for label, record_id in DemoRecord.objects.exclude(kind__in=DemoRecord.ENDS).values_list("kind", "record_id"):
        roots[apps.get_model(label)].add(record_id)
    for model in (ImportRun, SourceRow):
        roots[model].update(model._base_manager.filter(source__in=SOURCES).values_list("pk", flat=True))
    roots[DemoRecord].update(DemoRecord.objects.values_list("pk", flat=True))
    return roots


def _with_all_that_hangs_on(roots: Doomed) -> Doomed:
    """The closure over foreign keys. What merely points here, and may point to nothing, is let go instead."""
    doomed: Doomed = defaultdict(set)
    fresh = {model: set(ids) for model, ids in roots.items() if ids}
    while fresh:
        for model, ids in fresh.items():
            doomed[model] |= ids
        found: Doomed = defaultdict(set)
        for model, ids in fresh.items():
            for field in _pointing_at(model):
                rows = {pk for some in _parts(ids) for pk in _those(field.model, field.name, some).values_list("pk", flat=True)}
                let_go = _let_go(field, rows)
                with pgtrigger.ignore():
                    for some in _parts(let_go - doomed.get(field.model, set())):
                        _those(field.model, "pk", some).update(**{field.name: None})
                found[field.model] |= rows - let_go
        fresh = {model: new for model, ids in found.items() if (new := ids - doomed.get(model, set()))}
    return doomed


def _let_go(field: Field[Any, Any], rows: set[int]) -> set[int]:
    """Those of the rows that stay without what they point at."""
    on_delete: Any = getattr(field.remote_field, "on_delete", None)
    if on_delete is SET_NULL:
        return rows
    stays = getattr(on_delete, "stays", None)
    if stays is None:
        return set()
    return {pk for some in _parts(rows) for pk in _those(field.model, "pk", some).filter(stays).values_list("pk", flat=True)}


def _pointing_at(model: type[Model]) -> Iterable[Field[Any, Any]]:
    for other in apps.get_models(include_auto_created=True):
        for field in other._meta.concrete_fields:
            related = field.related_model
            if related is model and getattr(field.remote_field, "on_delete", None) is not DO_NOTHING:
                yield field


def _forget(doomed: Doomed, gone: dict[str, int]) -> None:
    """The old rows of the history, which point without a constraint: of what goes, and of what hung on it and went before. And what told of their writes."""
    histories = [model for model in apps.get_models(include_auto_created=True) if hasattr(model, "pgh_tracked_model")]
    contexts: set[Any] = set()
    for model in histories:
        tracked = model.pgh_tracked_model
        rows = {pk for some in _parts(doomed.get(tracked, set())) for pk in _those(model, "pgh_obj_id", some).values_list("pk", flat=True)}
        lives = Exists(tracked._base_manager.filter(pk=OuterRef("pgh_obj_id")))
        for field in (one for one in tracked._meta.concrete_fields if one.related_model in doomed):
            for some in _parts(doomed[field.related_model]):
                rows.update(_those(model, field.name, some).filter(~lives).values_list("pk", flat=True))
        for some in _parts(rows):
            contexts.update(_those(model, "pk", some).exclude(pgh_context=None).values_list("pgh_context_id", flat=True))
        gone[model._meta.db_table] = _delete_those(model, "pk", rows)
    for model in histories:
        for some in _parts(contexts):
            contexts.difference_update(_those(model, "pgh_context_id", some).values_list("pgh_context_id", flat=True))
    gone[Context._meta.db_table] = _delete_those(Context, "pk", contexts)


def _delete_sessions(users: set[int]) -> int:
    theirs = [one.pk for one in Session.objects.iterator() if one.get_decoded().get(SESSION_KEY) in {str(pk) for pk in users}]
    return _delete(Session, Q(pk__in=theirs))


def _delete_traces(doomed: Doomed, gone: dict[str, int], addresses: set[str]) -> None:
    """Timeline, mail, events, jobs, progress and the shift of dates: they name records by kind and number."""
    names = {str(model._meta.model_name): ids for model, ids in doomed.items()}
    names["plan"] = names.get("plancycle", set())  # the one record that events and jobs call by a shorter name
    gone["timeline"] = sum(
        _delete(TimelineEntry, Q(subject_kind=kind, subject_id__in=some))
        for kind in list(TimelineEntry.objects.values_list("subject_kind", flat=True).distinct())
        for some in _parts(names.get(kind, set()))
    )
    about = OutgoingMail.objects.exclude(about_id=None).values_list("pk", "about_kind", "about_id")
    names["outgoingmail"] = {pk for pk, kind, number in about if number in names.get(kind, ())}
    kept = list(OutgoingMail.objects.filter(pk__in=names["outgoingmail"]).values_list("message_id", flat=True))
    transaction.on_commit(lambda: forget_kept(kept, to=addresses))
    gone["mail"] = _delete(OutgoingMail, Q(pk__in=names["outgoingmail"]))
    events = [row.pk for row in EventRow.objects.all() if row.actor_name == ACTOR or _is_about(row.payload, names)]
    gone["events"] = _delete(EventRow, Q(pk__in=events))
    gone["jobs"] = _delete_jobs(names | {"event": set(events)})
    keys = [f"import-{pk}" for pk in names.get("importrun", ())] + [f"plan-{pk}" for pk in names.get("plancycle", ())]
    gone["progress"] = _delete(JobProgress, Q(key__in=[*keys, PROGRESS_KEY]))
    gone["date shift"] = _delete(DateShift, Q())
    gone["history contexts"] = _delete_lost_contexts()


def _delete_lost_contexts() -> int:
    """Who did what, of changes that nothing remembers any more."""
    tables = [
        m._meta.db_table
        for m in apps.get_models()
        if m._meta.managed and not m._meta.proxy and any(f.name == "pgh_context" for f in m._meta.concrete_fields)
    ]
    used = sql.SQL(" UNION ALL ").join(sql.SQL("SELECT pgh_context_id FROM {}").format(sql.Identifier(table)) for table in tables)
    statement = sql.SQL(
        "DELETE FROM pghistory_context AS c USING (SELECT id FROM pghistory_context EXCEPT SELECT used.pgh_context_id FROM ({}) AS used) AS lost WHERE c.id = lost.id"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.format(used))
        return int(cursor.rowcount)


def _is_about(payload: dict[str, Any], names: dict[str, set[int]]) -> bool:
    """Whether an event or a job names a record that is gone: `account_id`, `measure_ids`, or `ids` beside their `kind` …"""
    for key, value in payload.items():
        if key in ("id", "ids"):
            key = f"{payload.get('kind')}_{key}"
        kind = key.removesuffix("_ids").removesuffix("_id").replace("_", "")
        numbers = value if isinstance(value, (list, tuple)) else [value]
        for name, ids in names.items():
            if (
                key.endswith(("_id", "_ids"))
                and name.endswith(kind)
                and any(isinstance(number, int) and number in ids for number in numbers)
            ):
                return True
    return False


def _delete_jobs(names: dict[str, set[int]]) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, args FROM procrastinate_jobs WHERE status <> 'doing'")
        rows = cursor.fetchall()
        ids = [pk for pk, args in rows if _is_about(args if isinstance(args, dict) else _decoded(args), names)]
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = ANY(%s)", [ids])
        return len(ids)


def _decoded(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text)
    return found


def _those(model: type[Model], column: str, numbers: Collection[Any]) -> QuerySet[Any]:
    return model._base_manager.filter(**{f"{column}__in": numbers}).order_by()


def _parts(numbers: Collection[Any]) -> Iterator[list[Any]]:
    """So many at a time that no statement grows with what was loaded."""
    ordered = sorted(numbers)
    for first in range(0, len(ordered), AT_ONCE):
        yield ordered[first : first + AT_ONCE]


def _delete_those(model: type[Model], column: str, numbers: Collection[Any]) -> int:
    return sum(_delete(model, Q(**{f"{column}__in": some})) for some in _parts(numbers))


def _delete(model: type[Model], which: Q) -> int:
    rows = model._base_manager.filter(which)
    return int(rows._raw_delete(rows.db) or 0)  # nothing to look for is no answer at all
