"""Keeping what is planned for a segment in step with who belongs to it: accounts that join get an item, of those that leave it is stopped."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mutua.customers.models import Account
from mutua.foundation.access import Actor, require, visible_to
from mutua.foundation.events import announce_many
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.relationships.actions.new_item import link_prerequisites, tell_of
from mutua.relationships.actions.size_item import moved
from mutua.relationships.models import RoadmapItem, SegmentItem
from mutua.relationships.models.roadmap_item import ENDED
from mutua.relationships.rules.lifecycles import STARTED, ItemState
from mutua.strategy.models import SegmentMember

COPIED = (
    "title", "currency", "lasts", "not_before", "investment_us", "investment_them", "returns", "return_us", "return_them", "return_low",
    "return_high", "hours", "needs", "gate", "strategy_id", "lever_id",
)  # fmt: skip
MOST = 2_000  # accounts: beyond that an item for each is no plan any more


@transaction.atomic
def keep_segment_items(actor: Actor, segment_id: int) -> None:
    """For every open item of the segment. Run twice it changes nothing."""
    require(actor, "relationships.plan.edit")
    for item in SegmentItem.objects.select_for_update(of=("self",)).filter(segment=segment_id, ended_at=None).order_by("pk"):
        bring_in_step(actor, item)


def bring_in_step(actor: Actor, item: SegmentItem) -> None:
    """One item of each member, made or taken over; what nobody has committed yet at accounts that left is stopped.

    Raises Refused where the segment has more than 2,000 accounts.
    """
    members = set(
        SegmentMember.objects.filter(segment=item.segment_id, until=None, account__deleted_at=None)
        .exclude(account=None)
        .values_list("account_id", flat=True)
    )
    if len(members) > MOST:
        words = {"n": f"{len(members):,}", "most": f"{MOST:,}"}
        raise Refused(
            _("This segment has %(n)s accounts; at most %(most)s get an item each. Choose a narrower one. Nothing was changed.") % words
        )
    standing = {
        one.account_id: one
        for one in RoadmapItem.objects.select_for_update(of=("self",))
        .filter(activity=item.activity_id)
        .exclude(state__in=ENDED)
        .order_by("pk")
        if one.account_id in members or one.of_segment_id == item.pk
    }
    made = _make(item, members - standing.keys())
    # What stands on the roadmap of a member already is not made twice: it keeps its own figures and belongs to the segment from now on.
    own = [one.pk for account_id, one in standing.items() if account_id in members and one.of_segment_id is None]
    RoadmapItem.objects.filter(pk__in=own).update(of_segment=item)
    gone = [one for account_id, one in standing.items() if account_id not in members and one.state not in STARTED]
    for one in gone:
        one.state = ItemState.STOPPED.value
        store(one, update_fields=["state"])
    link_prerequisites({one.account_id for one in made})

    tell_of(actor, made)
    announce_many([moved(one) for one in gone], actor=actor)


def check_sees_members(actor: Actor, segment_id: int, item: SegmentItem | None = None) -> None:
    """Whoever writes on the roadmaps of a segment sees all its accounts, and all that have the item already. Raises Refused."""
    if actor.scope == "all":
        return
    touched = Q(pk__in=SegmentMember.objects.filter(segment=segment_id, until=None).exclude(account=None).values("account"))
    if item is not None:
        touched |= Q(pk__in=RoadmapItem.objects.filter(of_segment=item).values("account"))
    accounts = Account.objects.filter(touched)
    unseen = accounts.count() - visible_to(actor, accounts).count()
    if unseen:
        sentence = ngettext(
            "%(n)s account of this segment is one that you do not see. Somebody who sees all of them has to do this. Nothing was changed.",
            "%(n)s accounts of this segment are ones that you do not see. Somebody who sees all of them has to do this. Nothing was changed.",
            unseen,
        )
        raise Refused(sentence % {"n": unseen})


def _make(item: SegmentItem, account_ids: set[int]) -> list[RoadmapItem]:
    accounts = Account.objects.filter(pk__in=account_ids).order_by("pk")
    values = {name: getattr(item, name) for name in COPIED}
    state = (ItemState.SIZED if item.is_sized else ItemState.IDEA).value
    made: list[RoadmapItem] = RoadmapItem.objects.bulk_create(
        RoadmapItem(
            account=account,
            activity_id=item.activity_id,
            of_segment=item,
            owner_id=account.owner_id or item.owner_id,
            state=state,
            **values,
        )
        for account in accounts
    )
    return made
