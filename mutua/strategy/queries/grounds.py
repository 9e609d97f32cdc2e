"""What a version rests on: needs of customers, the market, findings and the options made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from mutua.customers.models import Need
from mutua.foundation.access import Actor, find, visible_to
from mutua.strategy.models import MarketPosition, Option, ServedNeed, StrategyVersion, SwotItem
from mutua.strategy.models.segment import SegmentMember
from mutua.strategy.queries.concealed import is_concealed
from mutua.strategy.queries.parts_then import PartsThen

WHO_NEEDS = ("account", "person")  # a household says nothing, its people do


@dataclass(frozen=True)
class Grounds:
    """needs: those that the actor may see; unseen: how many more are answered. struck: findings that were struck out."""

    needs: list[Need]
    unseen: int
    positions: list[MarketPosition]
    swot: list[SwotItem]
    struck: list[SwotItem]
    options: list[Option]


def grounds_of(actor: Actor, version: StrategyVersion, then: PartsThen | None = None) -> Grounds:
    """then: the parts of a day of the past; without them as they stand. Five queries."""
    if then is not None:
        return _grounds_then(actor, then)
    needs = list(served_needs(actor, version).select_related("account", "person"))
    found = list(visible_to(actor, SwotItem.objects.filter(version_of=version)).order_by("pk"))
    seen = _needs_behind(actor, found)
    for item in found:
        item.need_seen = seen.get(item.need_id)  # type: ignore[attr-defined]
    options = visible_to(actor, Option.objects.filter(version_of=version, inside__struck_at=None, outside__struck_at=None))
    return Grounds(
        needs=needs,
        unseen=ServedNeed.objects.filter(version_of=version).count() - len(needs),
        positions=list(visible_to(actor, MarketPosition.objects.filter(version_of=version)).order_by("year")),
        swot=[item for item in found if item.struck_at is None],
        struck=[item for item in found if item.struck_at is not None],
        options=list(options.select_related("inside", "outside", "lever").order_by("pk")),
    )


def _grounds_then(actor: Actor, then: PartsThen) -> Grounds:
    asked = {*then.needs, *(item.need_id for item in then.swot if item.need_id)}
    rows = visible_to(actor, Need.objects.filter(pk__in=asked)).select_related("account", "person") if asked else []
    seen: dict[int | None, Need] = {need.pk: need for need in rows}
    for item in then.swot:
        item.need_seen = seen.get(item.need_id)  # type: ignore[attr-defined]
    needs = sorted((seen[pk] for pk in then.needs if pk in seen), key=lambda one: (-one.importance, one.satisfaction or 99, one.pk))
    return Grounds(
        needs=needs,
        unseen=len(then.needs) - len(needs),
        positions=then.positions,
        swot=[item for item in then.swot if item.struck_at is None],
        struck=[item for item in then.swot if item.struck_at is not None],
        options=then.options,
    )


def _needs_behind(actor: Actor, items: list[SwotItem]) -> dict[int | None, Need]:
    wanted = {item.need_id for item in items if item.need_id}
    rows: list[Any] = list(visible_to(actor, Need.objects.filter(pk__in=wanted)).select_related("account", "person")) if wanted else []
    return {need.pk: need for need in rows}


def served_needs(actor: Actor, version: StrategyVersion) -> QuerySet[Need]:
    """The needs that a version answers and that this actor may see, the most important and worst satisfied first."""
    return visible_to(actor, Need.objects.filter(served_by__version_of=version)).order_by("-importance", "satisfaction", "pk")


def needs_offered(actor: Actor, version: StrategyVersion) -> QuerySet[Need]:
    """Open needs of those who belong to the segment today, and those that are named already: as far as the actor may see them."""
    segment = version.strategy.segment
    named = Q(served_by__version_of=version)
    if segment.party_kind in WHO_NEEDS and not is_concealed(actor, segment):
        members = SegmentMember.objects.filter(segment=segment, until=None)
        party = segment.party_kind
        named |= Q(closed_on=None, **{f"{party}__in": members.exclude(**{party: None}).values(party)})
    return visible_to(actor, Need.objects.filter(named)).order_by("-importance", "satisfaction", "pk").distinct()


def need_for(actor: Actor, need_id: int) -> Need:
    """Raises NotFound."""
    return find(visible_to(actor, Need.objects.all()), pk=need_id)


def swot_item_for(actor: Actor, item_id: int) -> SwotItem:
    """Raises NotFound."""
    seen = SwotItem.objects.filter(version_of__strategy__deleted_at=None).select_related("version_of__strategy__segment")
    return find(visible_to(actor, seen), pk=item_id)


def option_for(actor: Actor, option_id: int) -> Option:
    """Raises NotFound."""
    seen = Option.objects.filter(version_of__strategy__deleted_at=None)
    return find(visible_to(actor, seen).select_related("version_of__strategy__segment", "inside", "outside", "lever"), pk=option_id)
