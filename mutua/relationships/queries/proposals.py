"""What an evaluated year proposes for the next: repeat, do not repeat, try elsewhere; each with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mutua.backoffice.models import Order
from mutua.customers.models import Account
from mutua.foundation import days
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.ui import formats
from mutua.relationships.models import AccountTouchpoint, Activity, Engagement, PlanCycle, PostEvaluation, RoadmapItem
from mutua.relationships.models.roadmap_item import ENDED
from mutua.relationships.queries.catalogue import catalogue
from mutua.relationships.queries.evaluations import evaluations_of
from mutua.relationships.queries.readiness import Levels, levels_of
from mutua.relationships.rules.evaluation import LIKELY, Verdict, as_sure, chance_of_at_least, verdict_on
from mutua.relationships.rules.gap import unmet
from mutua.relationships.rules.kinds import ENGAGED, Dimension
from mutua.relationships.rules.readiness import check_ready

YEAR = timedelta(days=365)
MOST_CANDIDATES = 500
MOST_SHOWN = 12


class Kind(StrEnum):
    REPEAT = "repeat"
    STOP = "stop"
    UNCLEAR = "unclear"
    ELSEWHERE = "elsewhere"
    NOT_ELSEWHERE = "not elsewhere"


@dataclass(frozen=True)
class Proposal:
    """One account for next year. standing: the item that it has on its roadmap already."""

    kind: Kind
    account: Account
    evaluation: PostEvaluation
    reason: str
    net: float
    standing: RoadmapItem | None

    @property
    def activity(self) -> Activity:
        return self.evaluation.item.activity

    @property
    def may_be_added(self) -> bool:
        return self.kind in (Kind.REPEAT, Kind.ELSEWHERE) and self.standing is None


@dataclass(frozen=True)
class Proposals:
    """same: for the accounts that had it. elsewhere: for others, the most promising first. not_elsewhere: the nearest that are not proposed; more: others."""

    same: tuple[Proposal, ...]
    elsewhere: tuple[Proposal, ...]
    not_elsewhere: tuple[Proposal, ...]
    more: int


def proposals_of(actor: Actor, plan: PlanCycle) -> Proposals:
    """A fixed number of queries whatever the number of accounts; nothing where nothing is evaluated in money."""
    rows = [row for row in evaluations_of(actor, plan) if row.is_money]
    if not rows:
        return Proposals((), (), (), 0)
    standing = _standing(actor, {row.item.activity_id for row in rows})
    same = tuple(_same(row, standing.get((row.item.account_id, row.item.activity_id))) for row in rows)
    found = list(_others(actor, _tellers(rows), rows, standing))
    elsewhere = sorted((one for one in found if one.kind is Kind.ELSEWHERE), key=lambda one: (-one.net, one.account.name))
    rest = sorted((one for one in found if one.kind is Kind.NOT_ELSEWHERE), key=lambda one: (-one.net, one.account.name))
    more = max(0, len(elsewhere) - MOST_SHOWN) + max(0, len(rest) - MOST_SHOWN)
    return Proposals(same, tuple(elsewhere[:MOST_SHOWN]), tuple(rest[:MOST_SHOWN]), more)


def reason_of(evaluation: PostEvaluation) -> str:
    """What came, for how much, and how likely it paid."""
    half = float(evaluation.upper - evaluation.lower) / 2
    words = {
        **{
            name: _money(as_sure(float(amount), half), evaluation)
            for name, amount in (("came", evaluation.effect), ("lower", evaluation.lower), ("upper", evaluation.upper))
        },
        "cost": _money(evaluation.actual_cost, evaluation),
        "planned": _money(evaluation.planned_return, evaluation),
        "chance": formats.share(float(evaluation.chance_paid or 0), 0),
    }
    return _("Planned %(planned)s, came %(came)s [%(lower)s, %(upper)s] for %(cost)s; the chance that it paid is %(chance)s.") % words


def advised(evaluation: PostEvaluation) -> Verdict | None:
    """What follows by the figures alone; None for a measure, which has no price."""
    return verdict_on(float(evaluation.chance_paid)) if evaluation.is_money and evaluation.chance_paid is not None else None


def _same(row: PostEvaluation, standing: RoadmapItem | None) -> Proposal:
    verdict = row.verdict or (advised(row) or Verdict.UNCLEAR).value
    net = float((row.shrunk_effect or row.effect) - row.actual_cost)
    return Proposal(Kind(verdict), row.item.account, row, row.reason if row.is_decided else reason_of(row), net, standing)


def _tellers(rows: Iterable[PostEvaluation]) -> list[PostEvaluation]:
    """For each activity the evaluation that tells most of others: the one of most accounts."""
    best: dict[int, PostEvaluation] = {}
    for row in rows:
        if "together" not in row.found:
            continue
        other = best.get(row.item.activity_id)
        if other is None or row.found["together"]["accounts"] > other.found["together"]["accounts"]:
            best[row.item.activity_id] = row
    return list(best.values())


def _standing(actor: Actor, activities: set[int]) -> dict[tuple[int, int], RoadmapItem]:
    items = visible_to(actor, RoadmapItem.objects.filter(activity__in=activities)).exclude(state__in=ENDED)
    return {(item.account_id, item.activity_id): item for item in items.select_related("activity")}


def _others(
    actor: Actor, tellers: list[PostEvaluation], rows: list[PostEvaluation], standing: dict[tuple[int, int], RoadmapItem]
) -> Iterable[Proposal]:
    """Accounts that meet us at the same touchpoint and do not practise the activity."""
    touchpoints = {row.item.activity.touchpoint_id for row in tellers}
    if not touchpoints:
        return
    at = _candidates(actor, touchpoints)
    practised = _practised(actor, at)
    accounts = [one.account_id for one in at]
    usual, levels, entries = _usual(actor, accounts, tellers[0].currency), levels_of(actor, accounts), catalogue(actor)
    had = {(row.item.account_id, row.item.activity_id) for row in rows}
    for row in tellers:
        activity = row.item.activity
        for one in at:
            if one.touchpoint_id != activity.touchpoint_id or (one.account_id, activity.pk) in had:
                continue
            done = practised.get(one.pk, set())
            if activity.key in done or one.account_id not in usual or one.touchpoint_id not in entries:
                continue
            before = unmet(entries[one.touchpoint_id].practices, activity.key, done)
            names = [entries[one.touchpoint_id].by_key[key].name for key in before]
            yield _elsewhere(row, one.account, usual[one.account_id], names, levels, standing.get((one.account_id, activity.pk)))


def _candidates(actor: Actor, touchpoints: set[int]) -> list[AccountTouchpoint]:
    meet = visible_to(actor, AccountTouchpoint.objects.filter(touchpoint__in=touchpoints, account__deleted_at=None))
    return list(meet.select_related("account", "touchpoint").order_by("account__sort_key", "pk")[:MOST_CANDIDATES])


def _practised(actor: Actor, at: list[AccountTouchpoint]) -> dict[int, set[str]]:
    """Keys of the activities that each practises there."""
    found: dict[int, set[str]] = {}
    engaged = visible_to(actor, Engagement.objects.filter(account_touchpoint__in=[one.pk for one in at], state__in=ENGAGED))
    for number, key in engaged.order_by().values_list("account_touchpoint", "activity__key"):
        found.setdefault(number, set()).add(key)
    return found


def _elsewhere(
    row: PostEvaluation,
    account: Account,
    usual: Decimal,
    missing: Sequence[str],
    levels: dict[int | None, Levels],
    standing: RoadmapItem | None,
) -> Proposal:
    """What the mean effect would be of a year's orders of this account, and whether it may begin there."""
    found, activity = row.found["together"], row.item.activity
    year = float(usual) * float(row.margin_share)
    # The catalogue's cost, unless it is in another currency: then what the activity really cost where it was evaluated.
    priced = activity.cost if activity.currency == row.currency else row.actual_cost
    expected, error, cost = found["effect"] * year, found["standard_error"] * year, float(priced)
    half = (found["upper"] - found["lower"]) / 2 * year
    needs = {Dimension(key): Decimal(str(need)) for key, need in activity.needs.items()}
    ready = check_ready(needs, levels.get(None, {}), levels.get(account.pk, {}))
    words: dict[str, Any] = {
        "share": formats.share(found["effect"]),
        "usual": _money(usual, row),
        "margin": formats.share(float(row.margin_share), 0),
        **{
            name: _money(as_sure(part * year, half), row)
            for name, part in (("expected", found["effect"]), ("low", found["lower"]), ("high", found["upper"]))
        },
        "cost": _money(priced, row),
        "ratio": formats.number(float(ready.ratio), 1),
        "missing": ", ".join(missing),
        "accounts": ngettext("%(n)s account", "%(n)s accounts", found["accounts"]) % {"n": found["accounts"]},
    }
    worth = (
        _(
            "%(share)s of the orders, as at %(accounts)s: of %(usual)s a year at a margin of %(margin)s that is %(expected)s [%(low)s, %(high)s] a year for %(cost)s."
        )
        % words
    )
    net = expected - cost
    if missing:
        return Proposal(Kind.NOT_ELSEWHERE, account, row, _("It needs %(missing)s first.") % words + " " + worth, net, standing)
    if not ready.opens(Decimal(1)):
        return Proposal(Kind.NOT_ELSEWHERE, account, row, _("Readiness %(ratio)s; its gate is 1.") % words + " " + worth, net, standing)
    if chance_of_at_least(expected, error, cost) < LIKELY:
        return Proposal(Kind.NOT_ELSEWHERE, account, row, _("It would not pay surely enough.") + " " + worth, net, standing)
    return Proposal(Kind.ELSEWHERE, account, row, _("Both sides are ready.") + " " + worth, net, standing)


def _usual(actor: Actor, accounts: list[int], currency: str) -> dict[int, Decimal]:
    """Order value of the last year, by account."""
    today = days.today()
    dated = visible_to(actor, Order.objects.filter(account__in=accounts, currency=currency, dated_on__gt=today - YEAR, dated_on__lte=today))
    rows = dated.exclude(state=Order.State.CANCELLED).order_by().values_list("account").annotate(value=Sum("value"))
    return {account: value for account, value in rows if value}


def _money(amount: Any, row: PostEvaluation) -> str:
    return formats.money(amount, row.currency, short=True)
