"""Moving what hangs on one record to another, and remembering each step."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Exists, F, ForeignKey, Model, OuterRef

from mutua.customers.merging.collisions import Then, is_united, rule_for
from mutua.customers.merging.relations import NAMED, NAMED_ONCE, references_to, rows_of, unique_with
from mutua.customers.models import Merge, MergeStep, TradingLink
from mutua.foundation import days

Key = tuple[Any, ...]


class Steps:
    """The steps of one merge, kept in order and written at the end in one statement."""

    def __init__(self, merge: Merge) -> None:
        self.merge = merge
        self.steps: list[MergeStep] = []

    def add(
        self,
        act: str,
        model: type[Model],
        ids: Collection[int],
        column: str = "",
        *,
        before: Any = None,
        after: Any = None,
        kept: Collection[int] = (),
    ) -> None:
        if ids:
            self.steps.append(
                MergeStep(
                    merge=self.merge, place=len(self.steps) + 1, act=act, model=model._meta.label, column=column,
                    ids=sorted(ids), kept=sorted(set(kept)), before=before, after=after,
                )
            )  # fmt: skip

    def write_down(self) -> None:
        MergeStep.objects.bulk_create(self.steps, batch_size=500)


def move_all(steps: Steps, model: type[Model], merged: int, survivor: int, *, leave: Mapping[str, Collection[int]] | None = None) -> None:
    """Let all that hangs on `merged` hang on `survivor`, but what would collide. leave: {"app.Model.column": rows that stay}."""
    for other, reference in references_to(model):
        _move(steps, other, reference, merged, survivor, set((leave or {}).get(f"{other._meta.label}.{reference.name}", ())))


def move_named(steps: Steps, kind: str, merged: int, survivor: int) -> None:
    """The same for rows that name a record by kind and number, such as the lines of its timeline."""
    for label, (kind_column, number) in NAMED.items():
        model = apps.get_model(label)
        its = rows_of(model).filter(**{kind_column: kind, number: merged})
        if same := NAMED_ONCE.get(label):
            equal = {name: OuterRef(name) for name in same}
            its = its.exclude(Exists(model._default_manager.filter(**{kind_column: kind, number: survivor}, **equal)))
        ids = list(its.values_list("pk", flat=True))
        rows_of(model).filter(pk__in=ids).update(**{number: survivor})
        steps.add(MergeStep.Act.MOVE, model, ids, number, before=merged, after=survivor)


def write_value(steps: Steps, record: Model, column: str, value: Any) -> None:
    """Overwrite one column of one row. The caller saves versions; here only the step and the column."""
    before = as_json(getattr(record, column))
    setattr(record, column, value)
    rows_of(type(record)).filter(pk=record.pk).update(**{column: value})
    steps.add(MergeStep.Act.WRITE, type(record), [record.pk], column, before=before, after=as_json(value))


def as_json(value: Any) -> Any:
    """The value as it is kept: exact, and equal for equal values."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def new_version(model: type[Model]) -> dict[str, Any]:
    """What a bulk change of rows adds, so that whoever has one of them open is told."""
    columns = {field.name for field in model._meta.concrete_fields}
    return {"version": F("version") + 1, "updated_at": days.now()} if {"version", "updated_at"} <= columns else {}


def _move(steps: Steps, model: type[Model], reference: ForeignKey[Any, Any], merged: int, survivor: int, left: set[int]) -> None:
    column = reference.attname
    rows = rows_of(model)
    ids = set(rows.filter(**{column: merged}).values_list("pk", flat=True)) - left
    if not ids:
        return
    staying: dict[int, int] = {} if model is not TradingLink else _to_itself(column, ids, survivor)
    ways: list[tuple[dict[str, Any], set[int]]] = []
    for name, others, condition, empty_is_equal in unique_with(model, reference):
        pairs = _colliding(model, column, others, condition, merged, survivor, empty_is_equal=empty_is_equal)
        rule = rule_for(name)
        if rule.then is Then.STAY:
            staying |= {one: kept for one, kept in pairs.items() if one in ids}
        elif pairs:
            ways.append((rule.values, set(pairs)))
    if staying:
        steps.add(MergeStep.Act.STAY, model, staying.keys(), column, kept=[kept for kept in staying.values() if kept])
        if is_united(model._meta.label):
            for one, kept in sorted(staying.items()):
                move_all(steps, model, one, kept)
    going = ids - staying.keys()
    for values, numbers in ways:
        for record in rows.filter(pk__in=numbers & going).order_by("pk"):
            for name, value in values.items():
                write_value(steps, record, name, value)
    if going:
        rows.filter(pk__in=going).update(**{column: survivor, **new_version(model)})
        steps.add(MergeStep.Act.MOVE, model, going, column, before=merged, after=survivor)


def _to_itself(column: str, ids: set[int], survivor: int) -> dict[int, int]:
    """Trade between the two would become trade of the survivor with itself: it stays. Nothing is kept in its place."""
    other = "buyer_id" if column == "supplier_id" else "supplier_id"
    return dict.fromkeys(TradingLink.everything.filter(pk__in=ids, **{other: survivor}).values_list("pk", flat=True), 0)


def _colliding(
    model: type[Model], column: str, others: tuple[str, ...], condition: Any, merged: int, survivor: int, *, empty_is_equal: bool
) -> dict[int, int]:
    """{row of the merged record: row of the survivor that has its place}."""
    rows = rows_of(model).filter(condition) if condition is not None else rows_of(model)
    taken: dict[Key, int] = {}
    for pk, *key in rows.filter(**{column: survivor}).values_list("pk", *others):
        taken[tuple(key)] = pk
    if not taken:
        return {}
    found: dict[int, int] = {}
    for pk, *key in rows.filter(**{column: merged}).values_list("pk", *others):
        if tuple(key) in taken and (empty_is_equal or None not in key):
            found[pk] = taken[tuple(key)]
    return found
