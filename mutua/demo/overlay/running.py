"""What was begun before: a few items that run under a strategy, with what they took so far and what came of them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from mutua.demo.overlay.reading import origin
from mutua.demo.overlay.relations import QUARTER
from mutua.demo.shift import Shift
from mutua.foundation.access.people import actor_of
from mutua.relationships.actions.enter_value import enter_value
from mutua.relationships.actions.note_outlay import note_outlay
from mutua.relationships.models import Outlay, RoadmapItem
from mutua.relationships.rules.lifecycles import ItemState
from mutua.strategy.models import GenericStrategy

STRATEGY = "no-stock-out"
# Of what was planned: spent so far, and come back to us and to them so far.
Course = tuple[Decimal, Decimal, Decimal]
COURSES: tuple[Course, ...] = (
    (Decimal("0.9"), Decimal("0.35"), Decimal("0.5")),
    (Decimal("0.6"), Decimal("0.2"), Decimal("0.1")),
    (Decimal("1.1"), Decimal(0), Decimal(0)),
)
CENT = Decimal("0.01")


def lay_running(shift: Shift) -> None:
    strategy = GenericStrategy.objects.filter(**origin(STRATEGY)).first()
    if strategy is None or Outlay.objects.filter(item__strategy=strategy).exists():
        return
    for item, course in zip(_first_of_each(), COURSES, strict=False):
        # They come from the plan of a year of which this company keeps no more than what runs.
        item.strategy, item.state = strategy, ItemState.RUNNING.value
        item.save()
        _course(item, course, shift)


def _first_of_each() -> list[RoadmapItem]:
    """The dearest open item of each of the first programmes by name."""
    open_items = RoadmapItem.objects.filter(account__source="scms", state=ItemState.SIZED.value).exclude(account__owner=None)
    by_account: dict[int, RoadmapItem] = {}
    for item in open_items.select_related("account__owner").order_by("account__sort_key", "pk"):
        best = by_account.get(item.account_id)
        if item.cost and (best is None or item.cost > best.cost):
            by_account[item.account_id] = item
    return list(by_account.values())[: len(COURSES)]


def _course(item: RoadmapItem, course: Course, shift: Shift) -> None:
    assert item.account.owner is not None
    actor = actor_of(item.account.owner)
    spent, ours, theirs = course
    for part, days_ago in ((Decimal("0.6"), 120), (Decimal("0.4"), 30)):
        note_outlay(actor, item.pk, on=shift.today - timedelta(days=days_ago), amount=(item.cost * spent * part).quantize(CENT))
    for side, amount in (("us", item.gain * ours), ("customer", item.their_gain * theirs)):
        if amount:
            enter_value(
                actor, item.account_id, side=side, component="service", amount=amount.quantize(CENT), currency=item.currency,
                period=shift.today - QUARTER, kind="claimed", item_id=item.pk, evidence="Counted by both sides at the last review",
            )  # fmt: skip
