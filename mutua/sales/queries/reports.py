"""Win rate, cycle time, conversion and lost reasons of the deals that ended in a period: in a fixed number of queries."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from django.db.models import Count, DurationField, F, FilteredRelation, Q, QuerySet, Sum
from django.db.models.expressions import ExpressionWrapper
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from mutua.catalog.models import Product
from mutua.foundation import days
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.identity.models import User
from mutua.foundation.money import Money
from mutua.foundation.money.queries.rates import rates_on
from mutua.foundation.money.rates import Rates
from mutua.sales.models import Opportunity, Stage, StageChange
from mutua.sales.queries.opportunities import opportunities_seen
from mutua.sales.queries.territories import territories_seen
from mutua.sales.rules.periods import Period
from mutua.sales.rules.spread import Quartiles, quartiles, until_half_ended
from mutua.strategy.models import GenericStrategy, Segment
from mutua.strategy.queries.concealed import concealed

By = Literal["person", "source", "segment", "strategy", "territory", "product"]
BYS: tuple[By, ...] = ("person", "source", "segment", "strategy", "territory", "product")
MOST, REASONS = 100, 12
_WON, _LOST = Q(stage__kind=Stage.Kind.WON), Q(stage__kind=Stage.Kind.LOST)
_PATHS: dict[By, str] = {
    "person": "owner",
    "source": "source",
    "segment": "member__segment",
    "strategy": "strategy",
    "territory": "account__territory_place__territory",
    "product": "product",
}


@dataclass(frozen=True)
class Group:
    """Deals that ended in the period. amount: what was won, in one currency. won_url, lost_url, url: the lists of those deals."""

    name: str
    won: int
    lost: int
    amount: Decimal = Decimal(0)
    took: Quartiles | None = None
    won_url: str = ""
    lost_url: str = ""
    url: str = ""

    @property
    def closed(self) -> int:
        return self.won + self.lost

    @property
    def rate(self) -> float | None:
        return self.won / self.closed if self.closed else None


@dataclass(frozen=True)
class StageMoves:
    """What became of the deals that entered a stage: of those whose moves were recorded. went_on: to another open stage, or won."""

    stage: str
    entered: int
    went_on: int
    lost: int

    @property
    def still(self) -> int:
        return self.entered - self.went_on - self.lost

    @property
    def rate(self) -> float | None:
        """Of those that left it, how many went on."""
        left = self.went_on + self.lost
        return self.went_on / left if left else None


@dataclass(frozen=True)
class Reason:
    """text empty: nobody told."""

    text: str
    deals: int
    share: float
    url: str


@dataclass(frozen=True)
class Reports:
    """half_after: days after which half of all deals that began in the period had ended, the open ones counted as long as they were watched; None: not known yet.

    with_moves, began: of how many of the deals that began in the period the moves were recorded.
    """

    period: Period
    by: By
    currency: str
    groups: list[Group]
    total: Group
    half_after: int | None
    still_open: int
    began: int
    with_moves: int
    stages: list[StageMoves]
    reasons: list[Reason]
    rates: Rates
    left_out: dict[str, Decimal] = field(default_factory=dict)


def reports_of(actor: Actor, period: Period, *, by: By = "person", currency: str = "") -> Reports:
    closed = closed_in(actor, period)
    segments = _segments_told(actor) if by == "segment" else {}
    grouped = _grouped(closed, by, segments)
    rows = list(
        grouped.values("group", "currency")
        .annotate(won=Count("pk", filter=_WON), lost=Count("pk", filter=_LOST), sum=Sum("amount", filter=_WON))
        .order_by()
    )
    currency = currency or _commonest(rows)
    rates = rates_on(actor, min(period.last, days.today()))
    took = _days_to_win(grouped)
    names = segments or _names(actor, by, {row["group"] for row in rows})
    left_out: dict[str, Decimal] = {}
    groups: dict[Any, Group] = {}
    for row in rows:
        key = row["group"]
        amount = rates.convert(Money(row["sum"] or Decimal(0), row["currency"]), currency)
        if amount is None and row["sum"]:
            left_out[row["currency"]] = left_out.get(row["currency"], Decimal(0)) + row["sum"]
        was = groups.get(key) or Group(names.get(key) or _nobody(by), 0, 0, took=quartiles(took.get(key, {})), **_links(period, by, key))
        groups[key] = Group(
            was.name,
            was.won + row["won"],
            was.lost + row["lost"],
            was.amount + (amount.amount if amount else 0),
            was.took,
            was.won_url,
            was.lost_url,
            was.url,
        )
    whole = _whole(list(groups.values()), took, closed, by, period)
    ended, still_open, began = _watched(actor, period)
    moves, with_moves = _stage_moves(actor, period)
    return Reports(
        period, by, currency, sorted(groups.values(), key=lambda one: (-one.closed, one.name))[:MOST], whole, until_half_ended(ended, still_open),
        sum(still_open.values()), began, with_moves, moves, _reasons(closed, period, whole.lost), rates, left_out,
    )  # fmt: skip


def closed_in(actor: Actor, period: Period) -> QuerySet[Opportunity]:
    """Deals won or lost in the period, as far as the actor sees them."""
    return opportunities_seen(actor).filter(_WON | _LOST, closed_on__range=(period.first, period.last)).order_by()


def _segments_told(actor: Actor) -> dict[Any, str]:
    """The segments of which it is told to this actor who belongs to them, by name."""
    return dict(visible_to(actor, Segment.objects.exclude(pk__in=concealed(actor))).values_list("pk", "name"))


def _grouped(closed: QuerySet[Opportunity], by: By, segments: Mapping[Any, str]) -> QuerySet[Any]:
    """Each deal with its group; one of several segments stands in each of them."""
    if by == "segment":
        now = Q(account__segment_memberships__until=None, account__segment_memberships__segment__in=sorted(segments) or [0])
        closed = closed.annotate(member=FilteredRelation("account__segment_memberships", condition=now))
    return closed.annotate(group=F(_PATHS[by]))


def _took() -> ExpressionWrapper[Any]:
    return ExpressionWrapper(F("closed_on") - F("engaged_on"), output_field=DurationField())


def _days_to_win(grouped: QuerySet[Any]) -> dict[Any, dict[int, int]]:
    """For each group days → how many won deals took as long."""
    won = grouped.filter(_WON, engaged_on__isnull=False).annotate(days_taken=_took())
    took: dict[Any, dict[int, int]] = {}
    for row in won.values("group", "days_taken").annotate(n=Count("pk")).order_by():
        took.setdefault(row["group"], {})[row["days_taken"].days] = row["n"]
    return took


def _commonest(rows: Iterable[dict[str, Any]]) -> str:
    counted: dict[str, int] = {}
    for row in rows:
        counted[row["currency"]] = counted.get(row["currency"], 0) + row["won"] + row["lost"]
    return min(counted, key=lambda code: (-counted[code], code), default="USD")


def _whole(groups: list[Group], took: Mapping[Any, Mapping[int, int]], closed: QuerySet[Any], by: By, period: Period) -> Group:
    """All together. Groups add up to it, but segments: a deal of several of them counts once here, and is asked for again."""
    name, links = _("Together"), _links(period, by, None, all_of=True)
    together: dict[int, int] = {}
    if by != "segment":
        for of_group in took.values():
            for taken, count in of_group.items():
                together[taken] = together.get(taken, 0) + count
        amounts = sum((one.amount for one in groups), Decimal(0))
        return Group(name, sum(one.won for one in groups), sum(one.lost for one in groups), amounts, quartiles(together), **links)
    won = lost = 0
    for row in closed.annotate(days_taken=_took()).values("stage__kind", "days_taken").annotate(n=Count("pk")).order_by():
        if row["stage__kind"] == Stage.Kind.LOST:
            lost += row["n"]
            continue
        won += row["n"]
        if row["days_taken"] is not None:
            together[row["days_taken"].days] = row["n"]
    return Group(name, won, lost, Decimal(0), quartiles(together), **links)


def _watched(actor: Actor, period: Period) -> tuple[dict[int, int], dict[int, int], int]:
    """Of the deals that began in the period: days to the end → how many ended; days until today → how many are open; how many there are."""
    began = opportunities_seen(actor).filter(engaged_on__range=(period.first, period.last)).order_by()
    ended: dict[int, int] = {}
    still_open: dict[int, int] = {}
    today = days.today()
    for kind, engaged_on, taken, count in (
        began.annotate(days_taken=_took()).values("stage__kind", "engaged_on", "days_taken").annotate(n=Count("pk"))
        .values_list("stage__kind", "engaged_on", "days_taken", "n")
    ):  # fmt: skip
        if kind != Stage.Kind.OPEN and taken is not None:
            ended[taken.days] = ended.get(taken.days, 0) + count
        elif kind == Stage.Kind.OPEN and engaged_on is not None:
            age = max(0, (today - engaged_on).days)
            still_open[age] = still_open.get(age, 0) + count
    return ended, still_open, sum(ended.values()) + sum(still_open.values())


def _stage_moves(actor: Actor, period: Period) -> tuple[list[StageMoves], int]:
    """By the recorded moves of deals that began in the period: each deal once a stage, by what it did last there."""
    seen = visible_to(
        actor, StageChange.objects.filter(opportunity__engaged_on__range=(period.first, period.last), opportunity__deleted_at=None)
    )
    columns = (
        "opportunity",
        "was",
        "now",
        "was__kind",
        "now__kind",
        "was__name",
        "now__name",
        "was__order",
        "now__order",
        "now__pipeline__order",
    )
    entered: dict[int, set[int]] = {}
    left: dict[int, dict[int, str]] = {}
    stages: dict[int, tuple[int, int, str]] = {}
    deals: set[int] = set()
    for deal, was, now, was_kind, now_kind, was_name, now_name, was_order, now_order, pipeline in seen.order_by("at", "pk").values_list(
        *columns
    ):
        deals.add(deal)
        for number, kind, name, order in ((was, was_kind, was_name, was_order), (now, now_kind, now_name, now_order)):
            if number is not None and kind == Stage.Kind.OPEN:
                stages[number] = (pipeline, order, name)
                entered.setdefault(number, set()).add(deal)
        if was is not None and was_kind == Stage.Kind.OPEN:
            left.setdefault(was, {})[deal] = now_kind
        left.get(now, {}).pop(deal, None)  # it came back
    told = []
    for number in sorted(stages, key=lambda one: stages[one]):
        ways = list(left.get(number, {}).values())
        lost = ways.count(Stage.Kind.LOST)
        told.append(StageMoves(stages[number][2], len(entered[number]), len(ways) - lost, lost))
    return told, len(deals)


def _reasons(closed: QuerySet[Any], period: Period, lost: int) -> list[Reason]:
    rows = closed.filter(_LOST).values("lost_reason").annotate(n=Count("pk")).order_by("-n", "lost_reason")[:REASONS]
    told = []
    for row in rows:
        leaf = (
            {"field": "lost_reason", "op": "is", "value": row["lost_reason"]}
            if row["lost_reason"]
            else {"field": "lost_reason", "op": "empty"}
        )
        told.append(Reason(row["lost_reason"], row["n"], row["n"] / lost if lost else 0.0, _list(period, "lost", leaf)))
    return told


def _names(actor: Actor, by: By, keys: set[Any]) -> dict[Any, str]:
    numbers = [key for key in keys if key is not None]
    match by:
        case "source":
            return {key: key for key in keys if key}
        case "person":
            rows: QuerySet[Any] = User.objects.filter(pk__in=numbers)
        case "segment":
            return {}  # none of them is told
        case "strategy":
            rows = visible_to(actor, GenericStrategy.objects.filter(pk__in=numbers))
        case "territory":
            rows = territories_seen(actor).filter(pk__in=numbers)
        case "product":
            rows = visible_to(actor, Product.objects.filter(pk__in=numbers))
    return dict(rows.values_list("pk", "name"))


def _nobody(by: By) -> str:
    return {
        "person": _("Nobody owns them"), "source": _("Added by hand"), "segment": _("In no segment"), "strategy": _("Off strategy"),
        "territory": _("In no territory"), "product": _("Without a product"),
    }[by]  # fmt: skip


def _links(period: Period, by: By, key: Any, *, all_of: bool = False) -> dict[str, Any]:
    leaf: dict[str, Any] = {}
    if not all_of:
        name = {"person": "owner"}.get(by, by)
        word = "contains" if by == "segment" else "is"
        leaf = (
            {"field": name, "op": word, "value": str(key) if by == "segment" else key}
            if key not in (None, "")
            else {"field": name, "op": "empty"}
        )
    return {"won_url": _list(period, "won", leaf), "lost_url": _list(period, "lost", leaf), "url": _list(period, "", leaf)}


def _list(period: Period, kind: str, leaf: dict[str, Any]) -> str:
    """The list of deals with the same condition."""
    state = {"field": "kind", "op": "is", "value": kind} if kind else {"field": "kind", "op": "in", "value": ["won", "lost"]}
    parts = [state, {"field": "closed_on", "op": "between", "value": [str(period.first), str(period.last)]}, *([leaf] if leaf else [])]
    return f"{reverse('sales:deals')}?{urlencode({'f': json.dumps({'all': parts}, separators=(',', ':'))})}"
