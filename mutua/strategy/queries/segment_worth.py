"""What segments are worth: the worth of their members, added up by currency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, DecimalField, F, Field, OuterRef, QuerySet, Subquery, Sum, TextField, When
from django.db.models.expressions import Combinable

from mutua.backoffice.models import Order, Worth, WorthCohort
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.fields.stored import by_currency
from mutua.foundation.money import Money
from mutua.strategy.models import Segment
from mutua.strategy.queries.concealed import concealed


@dataclass(frozen=True)
class SegmentWorth:
    """Of the members that the actor sees and who ordered in a currency. members: how many; told: of how many it is said what their orders are worth.

    value: orders of three years, discounted; orders: expected in the twelve months to come; still: expected to be customers still.
    told 0: they, and others of their kind, are too few to say.
    """

    currency: str
    members: int
    told: int
    value: Money | None
    orders: float
    still: float

    @property
    def too_few(self) -> bool:
        return self.told == 0

    @property
    def untold(self) -> int:
        return self.members - self.told


def worth_of_segments(actor: Actor, segments: Iterable[Segment]) -> dict[int, list[SegmentWorth]]:
    """By segment, the greatest first: two queries for each kind of party that they are made of, however many belong to them."""
    unseen = set(concealed(actor))
    by_kind: dict[str, list[int]] = defaultdict(list)
    for segment in segments:
        if segment.pk not in unseen:
            by_kind[segment.party_kind].append(segment.pk)
    found: dict[int, dict[str, SegmentWorth]] = defaultdict(dict)
    for kind, numbers in by_kind.items():
        member = f"{kind}__segment_memberships"
        for segment, currency, count, told, value, orders, still in _told(actor, kind, member, numbers):
            worth = Money(value, currency) if told else None
            found[segment][currency] = SegmentWorth(currency, count, told, worth, orders, still)
        for segment, currency, count in _silent(actor, kind, member, numbers):
            found[segment].setdefault(currency, SegmentWorth(currency, count, 0, None, 0.0, 0.0))
    return {segment: sorted(one.values(), key=lambda one: (-one.told, -one.members, one.currency)) for segment, one in found.items()}


def worth_for(actor: Actor | None) -> tuple[Combinable, Combinable]:
    """Of each segment of a query, what its members are worth in the currency in which most of them are told, as `worth_of_segments` begins, and that
    currency. Missing where they are too few to say. actor: who looks; None is the company as a whole.
    """
    amount = DecimalField(max_digits=30, decimal_places=2)
    return _best(actor, F("_sum"), amount), _best(actor, F("currency"), CharField())


def with_worth_order(actor: Actor, segments: QuerySet[Segment]) -> QuerySet[Segment]:
    """Segments that can be ordered by `worth`: by currency, for two have no order, and within it by amount."""
    return segments.alias(worth=_best(actor, by_currency(F("_sum"), F("currency")), TextField()))


def _best(actor: Actor | None, told: Any, kind_of: Field[Any, Any]) -> Any:
    """One thing told of the currency in which most members are told."""
    unseen = concealed(actor) if actor is not None else []
    found: list[Any] = [When(pk__in=unseen, then=None)] if unseen else []
    for kind in Segment.PartyKind.values:
        rows = Worth.objects.filter(**{f"{kind}__isnull": False, f"{kind}__deleted_at": None})
        member = {f"{kind}__segment_memberships__segment": OuterRef("pk"), f"{kind}__segment_memberships__until": None}
        within: Any = (rows if actor is None else visible_to(actor, rows)).filter(**member).order_by().values("currency")
        sums = within.annotate(_n=Count("pk"), _count=Count("value"), _sum=Sum("value")).filter(_count__gt=0)
        first = sums.annotate(_best=told).order_by("-_count", "-_n", "currency").values("_best")[:1]
        found.append(When(party_kind=kind, then=Subquery(first)))
    return Case(*found, default=None, output_field=kind_of)


def _told(actor: Actor, kind: str, member: str, numbers: list[int]) -> Iterable[tuple[Any, ...]]:
    rows = visible_to(actor, Worth.objects.filter(**{f"{kind}__isnull": False, f"{kind}__deleted_at": None}))
    within: QuerySet[Any] = rows.filter(**{f"{member}__segment__in": numbers, f"{member}__until": None}).order_by()
    sums = within.values(f"{member}__segment", "currency").annotate(
        n=Count("pk"), told=Count("value"), all=Sum("value"), orders=Sum("purchases"), still=Sum("alive")
    )
    return sums.values_list(f"{member}__segment", "currency", "n", "told", "all", "orders", "still")


def _silent(actor: Actor, kind: str, member: str, numbers: list[int]) -> Iterable[tuple[Any, ...]]:
    """Members who ordered in a currency in which too few did to say anything of any of them."""
    silent = WorthCohort.objects.filter(kind=kind, r=None, counted_on__isnull=False).values("currency")
    orders = visible_to(actor, Order.objects.filter(currency__in=silent, value__gt=0)).exclude(state=Order.State.CANCELLED)
    within: QuerySet[Any] = orders.filter(**{f"{member}__segment__in": numbers, f"{member}__until": None}).order_by()
    counted = within.values(f"{member}__segment", "currency").annotate(n=Count(kind, distinct=True))
    return counted.values_list(f"{member}__segment", "currency", "n")


def worths_behind(actor: Actor, segment: Segment, currency: str) -> QuerySet[Worth]:
    """The rows under the number, what is expected most first; none where the members are concealed."""
    kind = segment.party_kind
    if segment.pk in concealed(actor):
        return Worth.objects.none()
    rows = visible_to(actor, Worth.objects.filter(currency=currency, **{f"{kind}__isnull": False, f"{kind}__deleted_at": None}))
    member = {f"{kind}__segment_memberships__segment": segment, f"{kind}__segment_memberships__until": None}
    return rows.filter(**member).select_related(kind).order_by(F("value").desc(nulls_last=True), "-purchases", "pk")
