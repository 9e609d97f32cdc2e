"""Starting the next version of a strategy from the present one."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Model

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.strategy.events import StrategyChanged
from mutua.strategy.models import (
    Assumption,
    ChosenLever,
    Criterion,
    GenericStrategy,
    Initiative,
    MarketPosition,
    Objective,
    Option,
    ServedNeed,
    StrategyVersion,
    SwotItem,
)
from mutua.strategy.rules.lifecycle import OPEN_TO_CHANGE

WORDS = ("ansoff", "statement", "who", "value_to_them", "value_to_us", "what_we_do", "alpha")
MEASURES = ("name", "perspective", "metric", "baseline", "target", "due", "break_even", "tolerance", "budget", "planned_return", "custom")
ASSUMED = ("sentence", "metric", "test_plan", "due", "holds", "checked_on")
PLACE = ("year", "is_envisioned", "share", "size", "rank", "origin")
STEP = ("name", "lever_id", "year", "quarter", "lasts", "cost_us", "cost_them", "return_us", "return_them")
FINDING = ("kind", "sentence", "evidence", "link", "need_id", "metric")
ASKED = ("position", "aspect", "question", "must", "condition")
OPTION = ("sentence", "state", "lever_id", "reason")


@transaction.atomic
def draft_successor(actor: Actor, version: StrategyVersion) -> StrategyVersion:
    """A draft with the same words, levers, objectives, assumptions, criteria and what it rests on; the open draft where there is one already. Raises NotAllowed."""
    require(actor, "strategy.strategy.edit", version)
    GenericStrategy.objects.select_for_update().get(pk=version.strategy_id)  # two who press at once get the same draft
    siblings = StrategyVersion.everything.filter(strategy=version.strategy_id)
    open_one: StrategyVersion | None = siblings.filter(state__in=OPEN_TO_CHANGE, deleted_at=None).order_by("-number").first()
    if open_one is not None:
        return open_one

    number = max(siblings.values_list("number", flat=True)) + 1
    draft: StrategyVersion = StrategyVersion.objects.create(
        strategy_id=version.strategy_id, number=number, **{name: getattr(version, name) for name in WORDS}
    )
    _copy_objectives(version, draft)
    ChosenLever.objects.bulk_create(
        [
            ChosenLever(version=draft, lever_id=row.lever_id, contribution=row.contribution, is_chosen=row.is_chosen)
            for row in version.levers.all()
        ]
    )
    Assumption.objects.bulk_create([Assumption(version_of=draft, **_values(row, ASSUMED)) for row in version.assumptions.all()])
    Criterion.objects.bulk_create([Criterion(version_of=draft, **_values(row, ASKED)) for row in version.criteria.all()])
    _copy_grounds(version, draft)

    announce(StrategyChanged(strategy_id=version.strategy_id, act="drafted"), actor=actor)
    return draft


def _copy_objectives(version: StrategyVersion, draft: StrategyVersion) -> None:
    before = list(version.objectives.order_by("pk"))
    made = {one.pk: Objective.objects.create(version_of=draft, **_values(one, MEASURES)) for one in before}
    for one in before:
        if one.serves_id in made:
            Objective.objects.filter(pk=made[one.pk].pk).update(serves=made[one.serves_id])


def _copy_grounds(version: StrategyVersion, draft: StrategyVersion) -> None:
    MarketPosition.objects.bulk_create([MarketPosition(version_of=draft, **_values(row, PLACE)) for row in version.positions.all()])
    Initiative.objects.bulk_create([Initiative(version_of=draft, **_values(row, STEP)) for row in version.initiatives.all()])
    ServedNeed.objects.bulk_create([ServedNeed(version_of=draft, need_id=row.need_id) for row in version.served_needs.all()])
    found = list(version.swot.filter(struck_at=None))
    made = SwotItem.objects.bulk_create([SwotItem(version_of=draft, **_values(row, FINDING)) for row in found])
    becomes = {before.pk: after.pk for before, after in zip(found, made, strict=True)}
    Option.objects.bulk_create(
        [
            Option(version_of=draft, inside_id=becomes[row.inside_id], outside_id=becomes[row.outside_id], **_values(row, OPTION))
            for row in version.options.filter(inside__in=becomes, outside__in=becomes)
        ]
    )


def _values(row: Model, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
