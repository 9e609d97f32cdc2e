"""Which strategy a deal, an order or a task serves, where nobody has said so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from mutua.backoffice.models import Shipment
from mutua.catalog.models import Offering
from mutua.foundation.access import Actor, visible_to
from mutua.strategy.models import GenericStrategy, SegmentMember, StrategyVersion
from mutua.strategy.queries.concealed import is_concealed

Pair = tuple[int, int | None]


def strategies_active() -> QuerySet[GenericStrategy]:
    """Strategies that have a version in force."""
    return GenericStrategy.objects.filter(versions__state=StrategyVersion.State.ACTIVE, versions__deleted_at=None)


def strategy_serving(account_ids: Iterable[int], product_ids: Iterable[int | None] = ()) -> dict[Pair, int]:
    """(account, product) → id of the strategy in force that serves the two; for each combination where there is one.

    A strategy serves an account that belongs to its segment today. With a product, its offering contains the product; with None as
    product (also the answer when `product_ids` is empty) any will do. Where several serve, the one in force for longest, then the
    lower id: the same answer each time. Three queries, however many accounts.
    """
    accounts, products = set(account_ids), set(product_ids) or {None}
    members: dict[int, list[int]] = {}
    rows = SegmentMember.objects.filter(account__in=accounts, until=None, person=None).values_list("segment_id", "account_id")
    for segment_id, account_id in rows:
        members.setdefault(segment_id, []).append(account_id)
    cells = list(
        strategies_active()
        .filter(segment__in=members, segment__deleted_at=None)
        .order_by("versions__active_from", "pk")
        .values_list("pk", "segment_id", "offering_id")
    )
    sold = _products_of({offering_id for _, _, offering_id in cells})
    found: dict[Pair, int] = {}
    for strategy_id, segment_id, offering_id in cells:
        for product in products:
            if product is None or product in sold.get(offering_id, ()):
                for account_id in members[segment_id]:
                    found.setdefault((account_id, product), strategy_id)
    return found


def belonging_on(day: Any) -> Q:
    """Memberships of a segment that hold on a day: from the first to before the last."""
    return (Q(since=None) | Q(since__lte=day)) & (Q(until=None) | Q(until__gt=day))


def in_force_on(day: Any) -> Q:
    """Versions that were in force on a day, whatever became of them."""
    return Q(active_from__lte=day, deleted_at=None) & (Q(ended_on=None) | Q(ended_on__gt=day))


def strategies_on(actor: Actor, party: Q, day: date) -> list[GenericStrategy]:
    """Those that were in force on a day and to whose segment a party belonged then. party: who, among members. One query.

    A segment whose rule is concealed is left out.
    """
    members = SegmentMember.objects.filter(party, belonging_on(day), segment__deleted_at=None)
    in_force = StrategyVersion.objects.filter(in_force_on(day))
    serving = GenericStrategy.objects.filter(segment__in=members.values("segment"), pk__in=in_force.values("strategy"))
    found = visible_to(actor, serving).select_related("segment", "offering").order_by("name", "pk")
    return [one for one in found if not is_concealed(actor, one.segment)]


def strategies_of_delivery(actor: Actor, shipment: Shipment) -> list[GenericStrategy]:
    """Those in force on whose objectives it counts: of each segment to which its account belonged on its day. One query.

    The day is that of the delivery; what comes late has failed on the day for which it was promised. A segment whose rule is concealed is left out.
    """
    day = min(shipment.delivered_on or shipment.promised_on, shipment.promised_on)
    members = SegmentMember.objects.filter(belonging_on(day), account=shipment.account_id, segment__deleted_at=None)
    in_force = StrategyVersion.objects.filter(state=StrategyVersion.State.ACTIVE, active_from__lte=day)
    counting = GenericStrategy.objects.filter(segment__in=members.values("segment"), pk__in=in_force.values("strategy"))
    found = visible_to(actor, counting).select_related("segment", "offering").order_by("name", "pk")
    return [one for one in found if not is_concealed(actor, one.segment)]


def _products_of(offering_ids: set[int]) -> dict[int, set[int]]:
    sold: dict[int, set[int]] = {}
    for offering_id, product_id in Offering.products.through.objects.filter(offering__in=offering_ids).values_list(
        "offering_id", "product_id"
    ):
        sold.setdefault(offering_id, set()).add(product_id)
    return sold
