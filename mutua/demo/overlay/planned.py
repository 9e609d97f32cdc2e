"""What goes beyond single accounts: a second version of the catalogue, an activity planned for a whole segment, an item that takes a blockage away."""

from __future__ import annotations

from decimal import Decimal

from mutua.customers.models import Account
from mutua.demo.noting import SOURCE, noted
from mutua.foundation.access import Actor
from mutua.foundation.access.people import actor_of
from mutua.foundation.identity.models import User
from mutua.relationships.actions.change_catalogue import change_catalogue
from mutua.relationships.actions.close_blockage import close_blockage
from mutua.relationships.actions.plan_for_segment import plan_for_segment
from mutua.relationships.models import Activity, Blockage, RoadmapItem, SegmentItem
from mutua.relationships.queries.catalogue_versions import standing_book
from mutua.relationships.rules.book import BookActivity
from mutua.relationships.rules.kinds import Dimension
from mutua.strategy.models import Segment

MANAGER = "Ben Okafor"
# What the second version of the catalogue has more.
MEETING, WHY = "account-review", "Three customers asked for it in their yearly review."
ADDED = BookActivity(
    "emissions-shared",
    "Emissions of transport shared yearly",
    "cooperative",
    "figures",
    {Dimension.DATA: Decimal(1)},
    cost=Decimal(4_000),
    hours=30,
)
# The segment as its strategy names it, what each of its accounts gets, and what one account brings: margin and what we save.
SEGMENT, ACTIVITY = "no-stock-out", "e-invoice"
MARGIN, SAVED, THEIR_SAVED = Decimal(9_000), Decimal(6_500), Decimal(8_000)
# The blockage begins with these words; the item of its account that takes it away is of this activity.
BLOCKAGE, CLOSED_BY = "Trucks from the regional depot", "standing-appointments"


def lay_planned(actor: Actor) -> None:
    """Laid once; a second load changes nothing."""
    by = actor_of(User.objects.get(name=MANAGER))
    _catalogue(actor)
    _for_the_segment(by)
    _blockage(by)


def _catalogue(actor: Actor) -> None:
    """One activity more, so that clearing the demonstration leaves the catalogue as it was."""
    book = standing_book(actor)
    touchpoint = book.touchpoint(MEETING)
    if touchpoint is None or touchpoint.activity(ADDED.key) is not None:
        return
    noted(change_catalogue(actor, book.with_touchpoint(touchpoint.with_activity(ADDED)), on=None, note=WHY))
    noted(Activity.objects.get(key=ADDED.key))


def _for_the_segment(by: Actor) -> None:
    segment = Segment.objects.filter(source=SOURCE, source_key=SEGMENT).first()
    if segment is None or SegmentItem.objects.filter(segment=segment).exists():
        return
    returns = {
        "us": {"margin": {"likely": [Decimal(0), MARGIN]}, "cost": {"likely": [Decimal(0), SAVED]}},
        "them": {"cost": {"likely": [Decimal(0), THEIR_SAVED]}},
    }
    noted(plan_for_segment(by, segment.pk, activity_key=ACTIVITY, returns=returns))


def _blockage(by: Actor) -> None:
    stands = Blockage.objects.filter(what__startswith=BLOCKAGE, closed_by=None).select_related("account_touchpoint").first()
    if stands is None:
        return
    account = Account.objects.get(pk=stands.account_touchpoint.account_id)
    item = RoadmapItem.objects.filter(account=account, activity__key=CLOSED_BY).first()
    if item is not None:
        close_blockage(by, stands.pk, version=None, item=item)
