"""Saying what a version is measured by."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor
from mutua.foundation.events import announce
from mutua.foundation.fields.values import merged_custom
from mutua.foundation.metrics import metric_named
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import refuse_unseen
from mutua.strategy.actions.write_version import open_version
from mutua.strategy.events import StrategyChanged
from mutua.strategy.models import Objective
from mutua.strategy.queries.strategies import objective_for
from mutua.strategy.rules.objectives import is_ordered, line_up

FIELDS = (
    "name",
    "metric",
    "perspective",
    "target",
    "tolerance",
    "break_even",
    "baseline",
    "due",
    "serves",
    "budget",
    "planned_return",
    "custom",
)


@transaction.atomic
def add_objective(actor: Actor, version_id: int, **values: object) -> Objective:
    """A new objective of an open version. Raises NotFound, NotAllowed, Refused."""
    draft = open_version(actor, version_id)
    return _set(actor, Objective(version_of=draft), **values)  # type: ignore[arg-type]


@transaction.atomic
def edit_objective(actor: Actor, objective_id: int, *, version: int | None, **values: object) -> Objective:
    """The objective with these values, any of FIELDS, while its version is open. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    objective = locked(objective_for(actor, objective_id), version)
    open_version(actor, objective.version_of_id)
    stands = {name: getattr(objective, name) for name in FIELDS if name != "custom"}
    return _set(actor, objective, **{**stands, **values})  # type: ignore[arg-type]


def _set(
    actor: Actor,
    objective: Objective,
    *,
    name: str,
    metric: str,
    target: float,
    break_even: float,
    tolerance: float = 0.0,
    baseline: float | None = None,
    due: date | None = None,
    perspective: str = Objective.Perspective.CUSTOMER,
    serves: Objective | None = None,
    budget: Decimal | None = None,
    planned_return: Decimal | None = None,
    custom: Mapping[str, Any] | None = None,
) -> Objective:
    _check_numbers(target=target, tolerance=tolerance, break_even=break_even, baseline=baseline)
    _check(metric, target, tolerance, break_even)
    _check_tree(objective, serves)
    refuse_unseen(actor, Objective, {"custom": custom}, new=objective.pk is None)

    objective.name, objective.metric, objective.perspective, objective.due = name.strip(), metric, perspective, due
    objective.target, objective.tolerance, objective.break_even, objective.baseline = target, tolerance, break_even, baseline
    objective.serves, objective.budget, objective.planned_return = serves, budget, planned_return
    objective.custom = merged_custom(objective, custom or {})
    store(objective)

    announce(StrategyChanged(strategy_id=objective.version_of.strategy_id, act="measured"), actor=actor)
    return objective


def _check_numbers(**numbers: float | None) -> None:
    for field, number in numbers.items():
        if number is not None and not math.isfinite(number):
            raise Refused(_("This is no number that can be reached. Nothing was saved. Write a figure such as 0.97 or 1200."), field=field)


def _check(key: str, target: float, tolerance: float, break_even: float) -> None:
    try:
        metric = metric_named(key)
    except LookupError:
        raise Refused(_("There is no measure “%(key)s”. Choose one of the list.") % {"key": key}, field="metric") from None
    if tolerance < 0:
        raise Refused(_("The tolerance cannot be negative. Nothing was saved."), field="tolerance")
    if metric.bounds is not None and not (
        metric.bounds[0] <= break_even <= metric.bounds[1] and metric.bounds[0] <= target <= metric.bounds[1]
    ):
        bounds = {"low": metric.bounds[0], "high": metric.bounds[1]}
        raise Refused(
            _("This measure lies between %(low)g and %(high)g; plan and break-even must, too. A share of 97 %% is 0.97.") % bounds,
            field="target",
        )
    if not is_ordered(target, tolerance, break_even, metric.better):
        raise Refused(
            _("Break-even is better than plan and tolerance allow, so that no verdict could be given. Aim beyond break-even."),
            field="break_even",
        )


def _check_tree(objective: Objective, serves: Objective | None) -> None:
    if serves is None:
        return
    if serves.version_of_id != objective.version_of_id:
        raise Refused(_("An objective serves one of the same version. Nothing was saved."), field="serves")
    above = dict(Objective.objects.filter(version_of=objective.version_of_id).values_list("pk", "serves"))
    if objective.pk is not None and objective.pk in line_up(serves.pk, above):
        raise Refused(_("“%(name)s” serves this one already. Nothing was saved.") % {"name": serves}, field="serves")
