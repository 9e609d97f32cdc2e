"""What there is to compare an item with, and what the comparison says."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import fmean, stdev
from typing import TYPE_CHECKING, Any

from django.db.models import Sum

from mutua.foundation import days
from mutua.foundation.access import Actor, flow_actor, visible_to
from mutua.relationships.models import ORDER_VALUE, Outlay, RoadmapItem
from mutua.relationships.queries.panels import (
    MONTH,
    Beginnings,
    Outcomes,
    beginnings,
    changed_otherwise,
    first_order,
    ordered,
    planned_starts,
    shares,
)
from mutua.relationships.rules.evaluation import Allowance, Came, Design, Offer, offers
from mutua.relationships.rules.likeness import most_alike

if TYPE_CHECKING:
    from mutua.methods.effects.each import UnitEffect
    from mutua.methods.effects.group_time import Control

EVALUATOR = "evaluation"  # sees all accounts: what is compared with may be somebody else's, and only means of many leave this module
YEARS = 2  # after the first day of the year in which it began, no longer: later much else has happened
BEFORE = 12  # months that the level before is taken from, at most


@dataclass(frozen=True)
class Ground:
    """Everything that a comparison of one item stands on.

    outcomes: of this account and all others. first: account → position of the period in which it began; others never did. usual: account → its
    mean before anybody began. early, unknown: accounts that practise the activity since before, or nobody knows since when; neither treated nor compared with.
    mixed: how many began or stopped another activity that moves the same meanwhile: two things changed at once there, and they are neither, either.
    own_mixed: names of those activities at the account itself, whose figure holds what they brought, too.
    """

    item: RoadmapItem
    outcome: str
    began_on: date | None
    plan_id: int | None
    outcomes: Outcomes
    first: Mapping[int, int]
    usual: Mapping[int, float]
    early: int
    unknown: int
    allowance: Allowance
    mixed: int = 0
    own_mixed: tuple[str, ...] = ()

    @property
    def until(self) -> date:
        """The last day that is looked at."""
        last = self.outcomes.periods[-1]
        month = last.year * 12 + last.month - 1 + self.outcomes.step
        return date(month // 12, month % 12 + 1, 1) - timedelta(days=1)

    @property
    def offers(self) -> list[Offer]:
        return offers(self.allowance)

    @property
    def is_money(self) -> bool:
        return self.outcome == ORDER_VALUE


@dataclass(frozen=True)
class Comparison:
    """came: what the item brought in all its periods; money of order value (or points of a share). found: what the page shows beside it, as JSON."""

    came: Came
    lower: float
    upper: float
    found: dict[str, Any]


def ground_of(item: RoadmapItem, *, outcome: str = ORDER_VALUE, began_on: date | None = None) -> Ground:
    """began_on: said by a person, where no engagement and no plan knows it. A fixed number of queries whatever the number of accounts."""
    actor = flow_actor(EVALUATOR)
    known = beginnings(actor, item.activity_id)
    planned = planned_starts(actor, [item.pk]).get(item.pk)
    began = known.since.get(item.account_id) or (planned[1] if planned else began_on)
    plan_id = planned[0] if planned else None
    if began is None:
        nothing = Allowance(0, 0, 0, 0, 0, 0)
        return Ground(item, outcome, None, plan_id, Outcomes((), {}, MONTH), {}, {}, 0, len(known.unknown), nothing)
    since, until = _window(actor, item, outcome, began)
    if since is None or until < began:
        nothing = Allowance(0, 0, 0, 0, 0, 0)
        return Ground(item, outcome, began, plan_id, Outcomes((began.replace(day=1),), {}, MONTH), {}, {}, 0, len(known.unknown), nothing)
    who = {**known.since, item.account_id: began}
    if outcome == ORDER_VALUE:
        found = ordered(actor, item.currency, since, until, who)
    else:
        found = shares(actor, item.activity.touchpoint_id, outcome, since, until, who)
    others = changed_otherwise(actor, item.activity, outcome, since, until)
    return _ground(item, outcome, began, plan_id, found, who, known, others)


def actual_costs(actor: Actor, item_ids: list[int]) -> dict[int, Decimal]:
    """What was noted as spent, by item; items of which nothing was noted are left out."""
    rows = visible_to(actor, Outlay.objects.filter(item__in=item_ids)).order_by().values_list("item").annotate(spent=Sum("amount"))
    return {item: spent for item, spent in rows if spent > 0}


def compare(ground: Ground, design: Design) -> Comparison:
    """What the item brought by this design, which has to be allowed. Order value in money, before any margin; measures in points."""
    from mutua.methods.effects.each import FEWEST, student, unit_effects

    plain, never = _rows(ground, design)
    rows = _adjusted(ground, plain, never) if design is Design.ADJUSTED else plain
    own = ground.item.account_id
    control: Control = "not_yet_treated" if design is Design.NOT_YET_TREATED else "never_treated"
    among = [one for one in rows if one in ground.first and _others(ground, one, never, control) >= FEWEST]
    found_each = unit_effects(*_columns(rows, ground), control=control, before=BEFORE // ground.outcomes.step, of=among)
    each = {one.unit: one for one in found_each}
    mine = each[own]
    # A share stays a share; order value was looked at in parts of what was usual, and becomes money again.
    times = ground.usual[own] * mine.periods if ground.is_money else 1.0
    came = Came(mine.effect * times, max(mine.standard_error * times, 1e-6), mine.shared_error * times, mine.degrees)
    interval = student(came.effect, came.standard_error, mine.degrees)
    found = {
        "share": mine.effect,
        "usual": ground.usual[own],
        "periods": mine.periods,
        "step": ground.outcomes.step,
        "treated": len(each),
        "compared": _others(ground, own, never, control),
        "together": _mean(list(each.values())),
        "early": ground.early,
        "unknown": ground.unknown,
        "mixed": ground.mixed,
        "own_mixed": list(ground.own_mixed),
        "before_after": _before_after(ground) * times,
        **_series(ground, rows, own),
        **({} if design is Design.MATCHED else _group_time(ground, plain, control, adjusted=design is Design.ADJUSTED)),
    }
    return Comparison(came, interval.lower, interval.upper, found)


def _window(actor: Actor, item: RoadmapItem, outcome: str, began: date) -> tuple[date | None, date]:
    """From a year before the year in which it began, or from the first order, to the last whole month."""
    today = days.today()
    until = min(today.replace(day=1) - timedelta(days=1), date(began.year + YEARS, 1, 1) - timedelta(days=1))
    since = date(began.year - 1, 1, 1)
    if outcome != ORDER_VALUE:
        return since, until
    first = first_order(actor, item.currency)
    return (None if first is None else max(since, first.replace(day=1))), until


def _ground(
    item: RoadmapItem,
    outcome: str,
    began: date,
    plan_id: int | None,
    found: Outcomes,
    who: Mapping[int, date],
    known: Beginnings,
    others: Mapping[int, tuple[str, ...]],
) -> Ground:
    places = {account: _place(day, found) for account, day in who.items() if account in found.by_account}
    year = _place(date(began.year, 1, 1), found)
    early = {account for account, place in places.items() if place < max(1, year) and account != item.account_id}
    mixed = (others.keys() & found.by_account.keys()) - early - known.unknown - {item.account_id}
    out = early | mixed | known.unknown - {item.account_id}
    first = {account: place for account, place in places.items() if account not in out and 0 < place < len(found.periods)}
    before = min(first.values(), default=len(found.periods))
    usual = {account: fmean(values[:before]) for account, values in found.by_account.items() if account not in out and before > 0}
    usual = {account: mean for account, mean in usual.items() if mean > 0}
    first = {account: place for account, place in first.items() if account in usual}
    never = [account for account in usual if account not in places]
    mine = first.get(item.account_id)
    alike = most_alike(found.by_account[item.account_id][:mine], {one: found.by_account[one][:mine] for one in never}) if mine else []
    allowance = Allowance(
        treated=len(first) if mine else 0,
        controls=len(never),
        later=len(never) + sum(place > (mine or 0) for place in first.values()),
        matches=len(alike) if mine else 0,
        months_before=(before if mine else 0) * found.step,
        months_after=(len(found.periods) - mine if mine else 0) * found.step,
    )
    return Ground(
        item,
        outcome,
        began,
        plan_id,
        found,
        first,
        usual,
        len(early),
        len(known.unknown - {item.account_id}),
        allowance,
        len(mixed),
        others.get(item.account_id, ()),
    )


def _place(day: date, found: Outcomes) -> int:
    """The position of the period of that day; below 0 or past the end where it lies outside."""
    if not found.periods:
        return 0
    start = found.periods[0]
    return ((day.year - start.year) * 12 + day.month - start.month) // found.step


def _rows(ground: Ground, design: Design) -> tuple[dict[int, list[float]], list[int]]:
    """By account: its outcomes in parts of what was usual (a share stays a share); and who never began."""
    found = ground.outcomes.by_account
    never = [account for account in ground.usual if account not in ground.first and account in found]
    treated = list(ground.first)
    if design is Design.MATCHED:
        own = ground.item.account_id
        place = ground.first[own]
        treated, never = [own], most_alike(found[own][:place], {one: found[one][:place] for one in never})
    return {account: _scaled(ground, account) for account in (*treated, *never)}, never


def _others(ground: Ground, account: int, never: list[int], control: str) -> int:
    """How many there are to compare it with in its first period."""
    later = sum(place > ground.first[account] for place in ground.first.values()) if control == "not_yet_treated" else 0
    return len(never) + later


def _mean(each: list[UnitEffect]) -> dict[str, Any]:
    """The mean effect on those that began, as far as it tells of others: their own spread counts, and what they share. One alone has no spread."""
    from mutua.methods.effects.each import student

    effect, shared = fmean(one.effect for one in each), fmean(one.shared_error for one in each)
    if len(each) > 1:
        # Few may lie together by chance: they spread at least as far as each is unsure.
        spread = max(stdev([one.effect for one in each]), math.sqrt(fmean(one.own_error**2 for one in each)))
        error = math.hypot(spread / math.sqrt(len(each)), shared)
        degrees = min(len(each), each[0].degrees + 1) - 1
    else:
        error, degrees = each[0].standard_error, each[0].degrees
    found = student(effect, max(error, 1e-9), degrees)
    return {"accounts": len(each), "effect": effect, "standard_error": found.standard_error, "lower": found.lower, "upper": found.upper}


def _scaled(ground: Ground, account: int) -> list[float]:
    by = ground.usual[account] if ground.is_money else 1.0
    return [value / by for value in ground.outcomes.by_account[account]]


def _features(ground: Ground, account: int) -> tuple[float, float]:
    before = min(ground.first.values())
    values = _scaled(ground, account)
    half = max(1, before // 2)
    return math.log(ground.usual[account]), fmean(values[half:before] or values[:1]) - fmean(values[:half])


def _adjusted(ground: Ground, rows: Mapping[int, list[float]], never: list[int]) -> dict[int, list[float]]:
    """Less what size and growth explain of the changes of the accounts that never began, period by period (outcome regression)."""
    import numpy as np

    features = {account: _features(ground, account) for account in rows}
    centre = np.mean([features[account] for account in never], axis=0)
    design = np.array([[1.0, *(np.array(features[account]) - centre)] for account in never])
    outcomes = np.array([rows[account] for account in never])
    slopes = np.linalg.lstsq(design, outcomes, rcond=None)[0][1:]
    return {account: (np.array(values) - (np.array(features[account]) - centre) @ slopes).tolist() for account, values in rows.items()}


def _columns(rows: Mapping[int, list[float]], ground: Ground) -> tuple[list[int], list[int], list[float], list[float]]:
    """unit, period, outcome, first_treated: one entry a row."""
    entries = [
        (account, period, value, float(ground.first.get(account, math.inf)))
        for account, values in rows.items()
        for period, value in enumerate(values)
    ]
    unit, period, value, first = map(list, zip(*entries, strict=True))
    return unit, period, value, first  # type: ignore[return-value]


def _before_after(ground: Ground) -> float:
    """The mean after less the mean before, as the naive would count it: in parts of what was usual, a share in points."""
    values, place = _scaled(ground, ground.item.account_id), ground.first[ground.item.account_id]
    return fmean(values[place:]) - fmean(values[max(0, place - BEFORE // ground.outcomes.step) : place])


def _series(ground: Ground, rows: Mapping[int, list[float]], own: int) -> dict[str, Any]:
    """For the drawing: this account and the mean of those that it is compared with, over the periods."""
    others = [values for account, values in rows.items() if account not in ground.first]
    return {
        "months": [first.isoformat() for first in ground.outcomes.periods],
        "own": [round(value, 6) for value in rows[own]],
        "others": [round(fmean(column), 6) for column in zip(*others, strict=True)],
        "began": ground.first[own],
    }


def tells_the_way_before(began: Iterable[int]) -> bool:
    """Whether the test of the way before can be believed. began: of each account that did, the position of its period.

    It is one for many accounts: simulated on accounts that were alike, it calls a third different at 5 % where six began together in the fifth
    period, nearly all where three began in each of four, and less than a tenth where there are eight accounts in each group for each period before.
    """
    groups = Counter(began)
    return min(groups.values(), default=0) >= 8 * sum(period - 1 for period in groups)


def _group_time(ground: Ground, rows: Mapping[int, list[float]], control: Control, *, adjusted: bool) -> dict[str, Any]:
    """Effects by group and quarter, the way before, and the usual regression beside them."""
    from mutua.methods.effects import group_time_effects, two_way_fixed_effects

    size = 3 // ground.outcomes.step
    before = min(ground.first.values())
    skip = before % size
    thinned = {
        account: [fmean(values[at : at + size]) for at in range(skip, len(values) - size + 1, size)] for account, values in rows.items()
    }
    first = {account: (place - skip) // size for account, place in ground.first.items()}
    length = (len(ground.outcomes.periods) - skip) // size
    entries = [
        (account, period, value, float(first[account]) if account in first and first[account] < length else math.inf)
        for account, values in thinned.items()
        if not (account in first and first[account] >= length)
        for period, value in enumerate(values)
    ]
    columns = [list(column) for column in zip(*entries, strict=True)]
    covariates = [_features(ground, entry[0]) for entry in entries] if adjusted else None
    found: dict[str, Any] = {}
    try:
        effects = group_time_effects(*columns, covariates=covariates, control=control)
        mean = effects.overall("group")
        naive = two_way_fixed_effects(*columns)
        found = {
            "group_time": {"effect": mean.effect, "lower": mean.lower, "upper": mean.upper},
            "two_way": {"effect": naive.effect, "lower": naive.lower, "upper": naive.upper},
        }
        found["pre_trend"] = {
            "p_value": effects.pre_trend().p_value if tells_the_way_before(place for place in first.values() if place < length) else None
        }
    except ValueError as error:
        found["not_said"] = str(error)
    return found
