"""Taking a merge back, step by step from the last to the first. What was changed in between is left as it is, and told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Model, Q

from mutua.customers.merging.moving import as_json, new_version
from mutua.customers.merging.relations import rows_of
from mutua.customers.models import Merge, MergeStep

Conflict = dict[str, Any]


def take_back(steps: Iterable[MergeStep]) -> list[Conflict]:
    """What could not be taken back: {model, column, ids, why} with why one of "changed", "gone", "taken". steps: the last first."""
    conflicts: list[Conflict] = []
    for step in steps:
        if step.act != MergeStep.Act.STAY:
            conflicts += _take_back(step)
    return conflicts


def later_merges_of_the_same(merge: Merge) -> list[Merge]:
    """Merges made after this one, and not undone, that moved or overwrote the same rows: they have to be undone first."""
    mine = list(merge.steps.all())
    if not mine:
        return []
    overlapping = Q(pk__in=[])
    for step in mine:
        same = Q(model=step.model) & (Q(ids__overlap=step.ids) | Q(kept__overlap=step.ids))
        # Two merges may write different columns of the one survivor.
        overlapping |= same & Q(column=step.column) if step.act == MergeStep.Act.WRITE else same & ~Q(act=MergeStep.Act.WRITE)
        if step.act == MergeStep.Act.MOVE:
            overlapping |= Q(model=step.model, act=MergeStep.Act.WRITE, column=step.column, ids__overlap=step.ids)
    later = MergeStep.objects.filter(overlapping, merge__pk__gt=merge.pk, merge__undone_at=None)
    return list(Merge.objects.filter(pk__in=later.values("merge")).order_by("-pk"))


def _take_back(step: MergeStep) -> list[Conflict]:
    model = apps.get_model(step.model)
    field = model._meta.get_field(step.column)
    rows = rows_of(model)
    standing = dict(rows.select_for_update(of=("self",)).filter(pk__in=step.ids).values_list("pk", step.column))
    mine = [pk for pk, value in standing.items() if as_json(value) == step.after]
    conflicts = _told(step, "gone", set(step.ids) - standing.keys()) + _told(step, "changed", standing.keys() - set(mine))
    value = step.before if step.act == MergeStep.Act.MOVE else field.to_python(step.before)
    return conflicts + _told(step, "taken", _put_back(model, step.column, mine, value))


def _put_back(model: type[Model], column: str, ids: list[int], value: Any) -> list[int]:
    """All at once, or row by row where one is refused. Returns those whose place somebody else has taken."""
    try:
        with transaction.atomic():
            rows_of(model).filter(pk__in=ids).update(**{column: value, **new_version(model)})
        return []
    except IntegrityError:
        if len(ids) == 1:
            return ids
    half = len(ids) // 2
    return _put_back(model, column, ids[:half], value) + _put_back(model, column, ids[half:], value)


def _told(step: MergeStep, why: str, ids: Iterable[int]) -> list[Conflict]:
    numbers = sorted(ids)
    return [{"model": step.model, "column": step.column, "ids": numbers, "why": why}] if numbers else []
