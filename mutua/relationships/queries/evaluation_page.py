"""The evaluated year: what was planned, what came, and which activities, customers and levers paid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from mutua.foundation.access import Actor
from mutua.foundation.ui.drawing import Scale, ticks
from mutua.relationships.models import PlanCycle, PostEvaluation
from mutua.relationships.queries.evaluations import came, evaluations_of, pulled
from mutua.relationships.rules.evaluation import Came, Pulled, as_sure, together

Grouped = tuple[str, str]
BY: dict[str, Callable[[PostEvaluation], Grouped]] = {
    "activity": lambda one: (str(one.item.activity_id), one.item.activity.name),
    "customer": lambda one: (str(one.item.account_id), one.item.account.name),
    "lever": lambda one: (str(one.item.lever_id or ""), one.item.lever.name if one.item.lever else _("no lever named")),
}


@dataclass(frozen=True)
class Drawn:
    """Positions in percent of the width that all rows share."""

    zero: float
    lower: float
    upper: float
    effect: float
    shrunk: float
    lower_shrunk: float
    upper_shrunk: float


@dataclass(frozen=True)
class Total:
    """Several evaluations together, in money of the plan. came: with its 95 % interval."""

    count: int
    planned_cost: Decimal
    planned_return: Decimal
    actual_cost: Decimal
    came: Came
    lower: float
    upper: float

    @property
    def said(self) -> dict[str, float]:
        """came, lower and upper with no more digits than the interval allows."""
        half = (self.upper - self.lower) / 2
        return {"came": as_sure(self.came.effect, half), "lower": as_sure(self.lower, half), "upper": as_sure(self.upper, half)}

    @property
    def less_than_planned(self) -> float:
        return float(self.planned_return) - self.said["came"]


@dataclass(frozen=True)
class Ranked:
    """One activity, customer or lever. pulled: its effect shrunk towards the others', with the probability of being the best."""

    name: str
    total: Total
    pulled: Pulled
    drawn: Drawn
    evaluations: tuple[PostEvaluation, ...]

    @property
    def pulled_said(self) -> float:
        return as_sure(self.pulled.effect, 1.96 * self.pulled.error)

    @property
    def is_single(self) -> bool:
        return len(self.evaluations) == 1


@dataclass(frozen=True)
class YearPage:
    """ranked: the most probably best first. total None: nothing is evaluated. others: evaluations by a measure, in points, which do not add up with money."""

    by: str
    total: Total | None
    ranked: tuple[Ranked, ...]
    luckiest: Ranked | None
    x_ticks: tuple[tuple[float, float], ...]
    others: tuple[PostEvaluation, ...]


def year_page(actor: Actor, plan: PlanCycle, by: str = "activity") -> YearPage:
    """by: "activity", "customer" or "lever"; anything else is "activity". One query."""
    rows = evaluations_of(actor, plan)
    counted = [row for row in rows if row.is_money and row.currency == plan.currency]
    others = tuple(row for row in rows if row not in counted)
    by = by if by in BY else "activity"
    if not counted:
        return YearPage(by, None, (), None, (), others)
    groups: dict[Grouped, list[PostEvaluation]] = {}
    for row in counted:
        groups.setdefault(BY[by](row), []).append(row)
    totals = [total_of(group) for group in groups.values()]
    shrunk = pulled(total.came for total in totals)
    scale, marks = _scale(totals)
    ranked = [
        Ranked(name, total, towards, _drawn(total, towards, scale), tuple(group))
        for ((_key, name), group), total, towards in zip(groups.items(), totals, shrunk, strict=True)
    ]
    ranked.sort(key=lambda one: (-one.pulled.best, -one.pulled.effect, one.name))
    largest = max(ranked, key=lambda one: one.total.came.effect)
    return YearPage(by, total_of(counted), tuple(ranked), largest if largest is not ranked[0] else None, marks, others)


def total_of(evaluations: Sequence[PostEvaluation]) -> Total:
    """At least one, all in money of one currency."""
    from mutua.methods.effects.each import student
    from mutua.methods.effects.numbers import normal_estimate

    if len(evaluations) == 1:
        (only,) = evaluations
        return Total(1, only.planned_cost, only.planned_return, only.actual_cost, came(only), float(only.lower), float(only.upper))
    all_together = together([came(one) for one in evaluations])
    if all_together.degrees is None:
        interval = normal_estimate(all_together.effect, all_together.standard_error)
    else:
        interval = student(all_together.effect, all_together.standard_error, all_together.degrees)
    return Total(
        count=len(evaluations),
        planned_cost=sum((one.planned_cost for one in evaluations), Decimal(0)),
        planned_return=sum((one.planned_return for one in evaluations), Decimal(0)),
        actual_cost=sum((one.actual_cost for one in evaluations), Decimal(0)),
        came=all_together,
        lower=interval.lower,
        upper=interval.upper,
    )


def table_of(page: YearPage) -> tuple[list[Any], list[list[Any]]]:
    """Head and rows of the CSV: the ranking as it stands on the page, whole figures."""
    head = [
        _("Name"), _("Items"), _("Planned investment"), _("Cost"), _("Planned return"), _("Came"), _("At least"), _("At most"), _("Shrunk"),
        _("Error of the shrunk"), _("Probability of being best"),
    ]  # fmt: skip
    rows = [
        [
            one.name, one.total.count, one.total.planned_cost, one.total.actual_cost, one.total.planned_return, round(one.total.came.effect, 2),
            round(one.total.lower, 2), round(one.total.upper, 2), round(one.pulled.effect, 2), round(one.pulled.error, 2), round(one.pulled.best, 4),
        ]
        for one in page.ranked
    ]  # fmt: skip
    return head, rows


def _scale(totals: Sequence[Total]) -> tuple[Scale, tuple[tuple[float, float], ...]]:
    low = min([0.0, *(total.lower for total in totals)])
    high = max([0.0, *(total.upper for total in totals)])
    edge = (high - low) * 0.04 or 1.0
    scale = Scale(low - edge, high + edge)
    return scale, tuple((scale(tick), tick) for tick in ticks(low, high, 4))


def _drawn(total: Total, towards: Pulled, scale: Scale) -> Drawn:
    half = 1.96 * towards.error
    return Drawn(
        zero=scale(0),
        lower=scale(total.lower),
        upper=scale(total.upper),
        effect=scale(total.came.effect),
        shrunk=scale(towards.effect),
        lower_shrunk=max(0.0, scale(towards.effect - half)),
        upper_shrunk=min(100.0, scale(towards.effect + half)),
    )
