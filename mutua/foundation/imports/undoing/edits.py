"""Which columns of a row somebody has changed by hand: every change but those of imports and of their undoing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.apps import apps
from django.db.models import Model

from mutua.foundation.imports.tracing import plain
from mutua.foundation.imports.writing import CUSTOM

TIMES = frozenset({"version", "updated_at", "created_at"})


def history_of(model: type[Model]) -> type[Model] | None:
    """The table with the old rows of this one."""
    return next((one for one in apps.get_models() if getattr(one, "pgh_tracked_model", None) is model), None)


def edited_columns(
    model: type[Model], ids: Collection[int], *, before: Mapping[int, int] | None = None
) -> dict[int, dict[str, tuple[Any, Any]]]:
    """{row: {column: (its value now, what stood before)}} of columns that were changed by hand and say something else than before. Untouched rows are left out.

    before: {row: import}: only what was changed until that import wrote the row.
    """
    if not any(field.name == "version" for field in model._meta.concrete_fields):
        return {}
    touched = list(model._base_manager.filter(pk__in=list(ids), version__gt=1).values_list("pk", flat=True))
    events = history_of(model)
    if not touched or events is None:
        return {}
    names = columns_of(model)
    ended: set[int] = set()
    states: dict[int, list[tuple[bool, dict[str, Any]]]] = defaultdict(list)
    old = events._base_manager.filter(pgh_obj_id__in=touched).order_by("pgh_id")
    for record_id, context, *values in old.values_list("pgh_obj_id", "pgh_context__metadata", *names):
        told = context or {}
        if before is not None and told.get("import_run") == before.get(record_id):
            ended.add(record_id)
        by_hand = not ({"import_run", "import_undone"} & set(told)) and record_id not in ended
        states[record_id].append((by_hand, spread(dict(zip(names, values, strict=True)))))
    now = model._base_manager.filter(pk__in=touched).values_list("pk", *names)
    return {
        record_id: found
        for record_id, *values in now
        if (found := _edited(states[record_id], spread(dict(zip(names, values, strict=True)))))
    }


def _edited(states: list[tuple[bool, dict[str, Any]]], now: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """states: (whether the change after it was made by hand, what stood before it)."""
    first: dict[str, Any] = {}
    after = [state for _by_hand, state in states[1:]] + [now]
    for (by_hand, before), then in zip(states, after, strict=True):
        if by_hand:
            for name in before.keys() | then.keys():
                if before.get(name) != then.get(name):
                    first.setdefault(name, before.get(name))
    return {name: (now.get(name), before) for name, before in first.items() if now.get(name) != before}


def columns_of(model: type[Model]) -> list[str]:
    """The columns that hold values of the row's own, by the names under which they are written."""
    return [
        field.attname for field in model._meta.concrete_fields if not field.primary_key and not field.generated and field.name not in TIMES
    ]


def spread(values: dict[str, Any]) -> dict[str, Any]:
    """As JSON keeps them, custom fields as columns of their own."""
    told = {name: plain(value) for name, value in values.items() if name != "custom"}
    return told | {f"{CUSTOM}{field}": plain(value) for field, value in (values.get("custom") or {}).items()}
