"""The figures of the board's cells, from what was ordered, what the accounts spend and how they rate us."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, Q, Sum

from mutua.backoffice.models import Order, OrderLine
from mutua.catalog.models import Offering
from mutua.customers.models import Account, ValueRating
from mutua.foundation import days
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.access.hidden import hidden_columns
from mutua.strategy.models import BoardWeights, MarketPosition
from mutua.strategy.rules.scoring import between, score

ATTRACTIVENESS = ("size", "growth", "margin")
STRENGTH = ("share", "rating", "reach")
CRITERIA = (*ATTRACTIVENESS, *STRENGTH)
EVEN = dict.fromkeys(CRITERIA, 50)
YEAR = timedelta(days=365)
FEWEST_BUYERS = 3  # the mean of one or two says nothing about the others

Place = tuple[int, int]  # segment and offering


@dataclass(frozen=True)
class Weights:
    """number: 0 while nobody has chosen any."""

    number: int
    weights: dict[str, int]
    row: BoardWeights | None = None


@dataclass(frozen=True)
class Market:
    """What the accounts of a segment buy in all and from us, of those that tell both in this currency."""

    currency: str
    accounts: int
    told: int
    category: Decimal | None
    ours: Decimal | None

    @property
    def share(self) -> float | None:
        return float(self.ours / self.category) if self.category and self.ours is not None else None

    @property
    def white_space(self) -> Decimal | None:
        """What they buy elsewhere."""
        return max(self.category - self.ours, Decimal(0)) if self.category is not None and self.ours is not None else None


@dataclass(frozen=True)
class Figures:
    """One cell. Money a year in `currency`; shares 0 to 1; rating: ours less that of the next best, in points of ten.

    size_told: whether the size is that of the version's market position; else what the accounts spend in all. share_told: the same of the share.
    white_space: of a size that is told, what we do not sell of it; else what those who buy nothing would buy at the mean of those who do, None where too
    few buy. foreign: lines in other currencies, not counted.
    """

    currency: str
    members: int
    buyers: int
    revenue: Decimal
    before: Decimal
    foreign: int
    size: Decimal | None
    size_told: bool
    share: float | None
    share_told: bool
    rating: float | None
    margin: float | None
    white_space: Decimal | None

    @property
    def growth(self) -> float | None:
        return float(self.revenue / self.before - 1) if self.before else None

    @property
    def reach(self) -> float | None:
        return self.buyers / self.members if self.members else None

    def criteria(self) -> dict[str, float | None]:
        return {
            "size": None if self.size is None else float(self.size),
            "growth": self.growth,
            "margin": self.margin,
            "share": self.share,
            "rating": self.rating,
            "reach": self.reach,
        }


@dataclass(frozen=True)
class Scored:
    """A cell on both axes, 0 to 1, and how each criterion stands between the least and the greatest."""

    attractiveness: float | None
    strength: float | None
    standing: dict[str, float | None]


def weights_now(actor: Actor) -> Weights:
    """The newest weights; each criterion the same while nobody has chosen."""
    row = visible_to(actor, BoardWeights.objects.all()).order_by("-number").first()
    return Weights(row.number, {key: int(row.weights.get(key, 0)) for key in CRITERIA}, row) if row else Weights(0, dict(EVEN))


def figures(
    actor: Actor, places: Collection[Place], offerings: Sequence[Offering], versions: dict[Place, int]
) -> tuple[dict[Place, Figures], dict[tuple[int, str], Market]]:
    """Every cell and, by segment and currency, what its accounts buy: four queries, of the accounts that the actor sees. versions: the strategy version shown in a cell, where there is one."""
    segments = {segment for segment, _offering in places}
    bought = _bought(actor, segments, [offering.pk for offering in offerings])
    markets = _markets(actor, segments, {offering.currency for offering in offerings})
    ratings = _ratings(actor, segments)
    positions = _positions(actor, versions)
    by_number = {offering.pk: offering for offering in offerings}
    cells = {
        place: _cell(
            by_number[place[1]],
            bought.get(place, []),
            markets.get((place[0], by_number[place[1]].currency)),
            ratings.get(place[0]),
            positions.get(place),
        )
        for place in places
    }
    return cells, markets


def scored(found: dict[Place, Figures], weights: dict[str, int]) -> dict[Place, Scored]:
    """Every cell on both axes, each criterion measured between the least and the greatest of the board. Amounts of several currencies are not compared."""
    told = {place: cell.criteria() for place, cell in found.items()}
    if len({cell.currency for cell in found.values()}) > 1:
        told = {place: {**values, "size": None} for place, values in told.items()}
    standing: dict[Place, dict[str, float | None]] = {place: {} for place in told}
    for key in CRITERIA:
        for place, value in between({place: values[key] for place, values in told.items()}).items():
            standing[place][key] = value
    return {
        place: Scored(
            score({key: values[key] for key in ATTRACTIVENESS}, weights), score({key: values[key] for key in STRENGTH}, weights), values
        )
        for place, values in standing.items()
    }


def _bought(actor: Actor, segments: set[int], offerings: list[int]) -> dict[Place, list[dict[str, Any]]]:
    now = days.today()
    recent, earlier = Q(order__dated_on__gt=now - YEAR), Q(order__dated_on__lte=now - YEAR)
    lines = visible_to(actor, OrderLine.objects.exclude(order__state=Order.State.CANCELLED)).filter(
        order__dated_on__gt=now - 2 * YEAR,
        order__dated_on__lte=now,
        order__account__segment_memberships__segment__in=segments,
        order__account__segment_memberships__until=None,
        product__offerings__in=offerings,
    )
    rows = lines.order_by().values("order__account__segment_memberships__segment", "product__offerings", "order__currency")
    found: dict[Place, list[dict[str, Any]]] = {}
    for row in rows.annotate(
        now=Sum("value", filter=recent), before=Sum("value", filter=earlier), buyers=Count("order__account", distinct=True, filter=recent), n=Count("pk")
    ):  # fmt: skip
        place = row["order__account__segment_memberships__segment"], row["product__offerings"]
        found.setdefault(place, []).append({**row, "currency": row["order__currency"]})
    return found


def _markets(actor: Actor, segments: set[int], currencies: set[str]) -> dict[tuple[int, str], Market]:
    """By segment and currency. The accounts of a segment are counted whatever their currency; what they spend is added up of one only."""
    told = Q(category_spend__isnull=False, spend_per_year__isnull=False)
    if hidden_columns(actor, Account) & {"category_spend", "spend_per_year"}:
        told = Q(pk__in=[])  # a sum would tell what is hidden in each
    # Both in one condition: a second one would join the memberships again, and count an account of two segments twice in each.
    within = Account.objects.filter(segment_memberships__segment__in=segments, segment_memberships__until=None)
    rows = visible_to(actor, within).order_by()
    counted = rows.values("segment_memberships__segment", "currency").annotate(
        n=Count("pk", distinct=True), told=Count("pk", filter=told, distinct=True), category=Sum("category_spend", filter=told), ours=Sum("spend_per_year", filter=told)
    )  # fmt: skip
    parts: dict[int, list[dict[str, Any]]] = {}
    for row in counted:
        parts.setdefault(row["segment_memberships__segment"], []).append(row)
    found = {}
    for segment, of in parts.items():
        accounts = sum(row["n"] for row in of)
        for currency in currencies:
            own = next((row for row in of if row["currency"] == currency), None)
            found[segment, currency] = Market(
                currency, accounts, own["told"] if own else 0, own["category"] if own else None, own["ours"] if own else None
            )
    return found


def _ratings(actor: Actor, segments: set[int]) -> dict[int, float]:
    """By segment: how far the customers' ratings of us lie above (below) those of their next best supplier, over two years."""
    rated = visible_to(actor, ValueRating.objects.filter(next_best__isnull=False, rated_on__gt=days.today() - 2 * YEAR))
    rows = rated.filter(account__segment_memberships__segment__in=segments, account__segment_memberships__until=None).order_by()
    means = rows.values("account__segment_memberships__segment").annotate(ours=Avg("ours"), theirs=Avg("next_best"))
    return {row["account__segment_memberships__segment"]: float(row["ours"]) - float(row["theirs"]) for row in means}


def _positions(actor: Actor, versions: dict[Place, int]) -> dict[Place, MarketPosition]:
    """The newest year that was found of each version."""
    rows = visible_to(
        actor, MarketPosition.objects.filter(version_of__in=versions.values(), is_envisioned=False, year__lte=days.today().year)
    )
    newest = {row.version_of_id: row for row in rows.order_by("year")}
    return {place: newest[number] for place, number in versions.items() if number in newest}


def _cell(offering: Offering, bought: list[dict[str, Any]], market: Market | None, rating: float | None, position: Any) -> Figures:
    own = next((row for row in bought if row["currency"] == offering.currency), None)
    revenue, before = (own and own["now"]) or Decimal(0), (own and own["before"]) or Decimal(0)
    buyers, members = own["buyers"] if own else 0, market.accounts if market else 0
    # What accounts spend in all is the market of an offering only where some of them buy it.
    known = market if market and buyers else None
    size = position.size if position and position.size is not None else known.category if known else None
    share = float(position.share) if position else known.share if known else None
    served = offering.cost_to_serve * buyers if offering.cost_to_serve is not None and buyers else None
    return Figures(
        currency=offering.currency,
        members=members,
        buyers=buyers,
        revenue=revenue,
        before=before,
        foreign=sum(row["n"] for row in bought if row["currency"] != offering.currency),
        size=size,
        size_told=bool(position and position.size is not None),
        share=share,
        share_told=position is not None,
        rating=rating,
        margin=float((revenue - served) / revenue) if served is not None and revenue else None,
        white_space=_white_space(revenue, position.size if position else None, buyers, members),
    )


def _white_space(revenue: Decimal, size: Decimal | None, buyers: int, members: int) -> Decimal | None:
    if size is not None:
        return max(size - revenue, Decimal(0))
    return revenue / buyers * (members - buyers) if buyers >= FEWEST_BUYERS and members >= buyers else None
