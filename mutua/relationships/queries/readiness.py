"""Whether both sides are ready for an item, and what it would cost to go ahead all the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Avg, Count, F, Q

from mutua.backoffice.models import Shipment
from mutua.foundation import days
from mutua.foundation.access import Actor, visible_to
from mutua.relationships.models import AccountTouchpoint, GateOverride, Readiness, RoadmapItem
from mutua.relationships.queries.on_time import YEAR, with_outcome
from mutua.relationships.queries.touchpoints import Performance, performances
from mutua.relationships.rules.expectation import (
    UNREADY_LEVEL,
    Price,
    Stakes,
    cents,
    expected_level,
    expected_net,
    improved_level,
    price_of,
)
from mutua.relationships.rules.kinds import Dimension
from mutua.relationships.rules.lifecycles import ItemState
from mutua.relationships.rules.readiness import Ready, Requirement, check_ready

Levels = dict[Dimension, Decimal]


@dataclass(frozen=True)
class Gate:
    """The gate of one item: readiness against need, the expected price of passing it unready, and who has overridden or lowered it.

    An open gate does not make anybody ready: what it costs to go ahead unready counts wherever the ratio is below 1, whatever the gate.

    expected, worst: None where there is no figure of performance or nothing is known of what is at stake. hoped: a year with the catalogue's usual
    effect of the activity on this measure, against today; None where somebody is not ready, for then there is none of it.
    """

    item: RoadmapItem
    ready: Ready
    performance: Performance | None
    stakes: Stakes | None
    expected: Price | None
    worst: Price | None
    override: GateOverride | None
    hoped: Price | None = None
    lowering: GateOverride | None = None

    @property
    def is_ready(self) -> bool:
        """Both sides have all that the item needs."""
        return self.ready.ratio == 1

    @property
    def is_open(self) -> bool:
        return self.ready.opens(self.item.gate)

    @property
    def is_past_foretelling(self) -> bool:
        """It goes no better today than the worst known case went afterwards: what stepping up unready would cost there, the prior does not say."""
        share = self.performance.share if self.performance is not None else None
        return not self.is_ready and self.expected is not None and share is not None and share <= UNREADY_LEVEL

    @property
    def level(self) -> float | None:
        """Expected performance, as pages write it."""
        return None if self.expected is None else float(self.expected.level)

    @property
    def size(self) -> Decimal | None:
        """By how much the activity usually changes the measure that is shown; None where the catalogue says nothing."""
        return size_on(self.item, self.performance)

    @property
    def worth(self) -> Decimal | None:
        """What the usual effect is worth to us a year, by what failing costs; None where nothing can be said."""
        return None if self.hoped is None else -self.hoped.loss

    @property
    def by_dimension(self) -> list[tuple[Requirement, Requirement]]:
        """Ours and theirs, dimension by dimension."""
        return list(zip(self.ready.rows[::2], self.ready.rows[1::2], strict=True))

    @property
    def is_overridden(self) -> bool:
        return _holds(self.item, self.ready, self.override)

    @property
    def is_passable(self) -> bool:
        return self.is_open or self.is_overridden

    @property
    def expected_loss(self) -> Decimal:
        """A year; nothing when both are ready."""
        return Decimal(0) if self.is_ready or self.expected is None else self.expected.loss

    @property
    def true_net(self) -> Decimal:
        """What the item is expected to yield at this readiness; the plain net when both are ready."""
        if self.is_ready:
            return self.item.gain - self.item.cost
        return expected_net(self.item.cost, self.item.gain, self.ready.ratio, self.expected_loss)


def size_on(item: RoadmapItem, performance: Performance | None) -> Decimal | None:
    """The catalogue's usual effect of the item's activity on the measure of its touchpoint, by the key of the measure or its kind."""
    if performance is None:
        return None
    sizes = item.activity.sizes
    return sizes.get(performance.measure.key, sizes.get(performance.measure.kind))


def levels_of(actor: Actor, account_ids: Iterable[int]) -> dict[int | None, Levels]:
    """Readiness by account id, and ours under None: one query."""
    rows = visible_to(actor, Readiness.objects.all()).filter(account__in=list(account_ids)) | visible_to(
        actor, Readiness.objects.filter(account=None)
    )
    found: dict[int | None, Levels] = {}
    for account_id, dimension, level in rows.values_list("account", "dimension", "level"):
        found.setdefault(account_id, {})[Dimension(dimension)] = level
    return found


def gates_of(actor: Actor, items: Iterable[RoadmapItem]) -> dict[int, Gate]:
    """The gate of each item, by its id. A fixed number of queries whatever the number of items."""
    items = list(items)
    levels = levels_of(actor, {item.account_id for item in items})
    overrides, lowerings = _signed(actor, items)
    meetings = _meeting_places(actor, items)
    figures = performances(actor, [at.pk for at in meetings.values()])
    counted = _counted_stakes(actor, [at.account_id for at in meetings.values() if at.occasions_per_year is None or at.value_each is None])
    return {
        item.pk: _gate(item, levels, meetings.get((item.account_id, item.activity.touchpoint_id)), figures, counted, overrides, lowerings)
        for item in items
    }


def passable(actor: Actor, items: Iterable[RoadmapItem]) -> dict[int, bool]:
    """Whether each item may pass its gate, by its id, without the price: two queries."""
    items = list(items)
    levels = levels_of(actor, {item.account_id for item in items})
    overrides, _lowerings = _signed(actor, items)
    found = {item.pk: _ready(item, levels) for item in items}
    return {item.pk: found[item.pk].opens(item.gate) or _holds(item, found[item.pk], overrides.get(item.pk)) for item in items}


def _holds(item: RoadmapItem, ready: Ready, override: GateOverride | None) -> bool:
    """Whether what was signed is still what is asked: figures entered since, or readiness lost since, are another loss."""
    entered_since = item.state in (ItemState.IDEA, ItemState.SIZED)
    return override is not None and not entered_since and round(float(ready.ratio), 6) >= float(override.ratio)


def _ready(item: RoadmapItem, levels: Mapping[int | None, Levels]) -> Ready:
    needs = {Dimension(key): Decimal(str(need)) for key, need in item.needs.items()}
    return check_ready(needs, levels.get(None, {}), levels.get(item.account_id, {}))


def _gate(
    item: RoadmapItem,
    levels: Mapping[int | None, Levels],
    at: AccountTouchpoint | None,
    figures: Mapping[int, Performance],
    counted: Mapping[int, tuple[int, Decimal]],
    overrides: Mapping[int, GateOverride],
    lowerings: Mapping[int, GateOverride],
) -> Gate:
    ready = _ready(item, levels)
    performance = figures.get(at.pk) if at is not None else None
    stakes = _stakes(at, counted) if at is not None else None
    expected = worst = hoped = None
    if performance is not None and performance.share is not None and stakes is not None:
        expected = price_of(performance.share, expected_level(performance.share, ready.ratio), stakes)
        worst = price_of(performance.share, min(performance.share, UNREADY_LEVEL), stakes)
        size = size_on(item, performance)
        if size is not None and ready.ratio == 1:
            hoped = price_of(performance.share, improved_level(performance.share, [size]), stakes)
    signed = overrides.get(item.pk), lowerings.get(item.pk)
    return Gate(item, ready, performance, stakes, expected, worst, override=signed[0], lowering=signed[1], hoped=hoped)


def _stakes(at: AccountTouchpoint, counted: Mapping[int, tuple[int, Decimal]]) -> Stakes | None:
    occasions, each = counted.get(at.account_id, (None, None))
    occasions = at.occasions_per_year if at.occasions_per_year is not None else occasions
    each = at.value_each if at.value_each is not None else each
    if not occasions or each is None:
        return None
    return Stakes(occasions, each, at.lost_share, at.margin_share, at.charge_back_share)


def _meeting_places(actor: Actor, items: list[RoadmapItem]) -> dict[tuple[int, int], AccountTouchpoint]:
    rows = AccountTouchpoint.objects.filter(
        account__in={item.account_id for item in items}, touchpoint__in={item.activity.touchpoint_id for item in items}
    )
    return {(at.account_id, at.touchpoint_id): at for at in visible_to(actor, rows)}


def _counted_stakes(actor: Actor, account_ids: list[int]) -> dict[int, tuple[int, Decimal]]:
    """Shipments of the last year and their average value, by account; of those in its own currency, for two do not add up."""
    if not account_ids:
        return {}
    today = days.today()
    seen = visible_to(actor, Shipment.objects.filter(account__in=account_ids))
    known = with_outcome(seen).filter(known_on__gt=today - YEAR, known_on__lte=today)
    rows = (
        known.order_by().values("account_id").annotate(occasions=Count("pk"), each=Avg("value", filter=Q(currency=F("account__currency"))))
    )
    return {row["account_id"]: (row["occasions"], cents(Fraction(row["each"]))) for row in rows if row["each"] is not None}


def _signed(actor: Actor, items: list[RoadmapItem]) -> tuple[dict[int, GateOverride], dict[int, GateOverride]]:
    """By item the latest person who went through a closed gate, and the latest who lowered it."""
    rows = list(visible_to(actor, GateOverride.objects.filter(item__in=[item.pk for item in items]).order_by("at", "pk")))
    through = {row.item_id: row for row in rows if row.lowered_from is None}
    return through, {row.item_id: row for row in rows if row.lowered_from is not None}
