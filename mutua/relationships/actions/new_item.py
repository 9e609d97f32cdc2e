"""A roadmap item as the catalogue has it, before anybody has said more: what every act that makes items begins from."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from mutua.foundation.access import Actor
from mutua.foundation.events import announce_many
from mutua.relationships.events import RoadmapPlanned
from mutua.relationships.models import Activity, RoadmapItem
from mutua.relationships.models.roadmap_item import ENDED
from mutua.relationships.rules.sizing import quarters_for, spread


def figures_of(activity: Activity) -> dict[str, Any]:
    """What the catalogue says it takes: investment and hours over its lead time, currency, needs."""
    quarters = quarters_for(activity.lead_days)
    team = activity.touchpoint.our_departments[0] if activity.touchpoint.our_departments else _("Our people")
    return {
        "currency": activity.currency,
        "lasts": quarters,
        "investment_us": spread(activity.cost, quarters),
        "hours": {team: [float(part) for part in spread(Decimal(activity.hours), quarters, Decimal("0.1"))]} if activity.hours else {},
        "needs": activity.needs,
    }


def link_prerequisites(account_ids: Iterable[int]) -> None:
    """Every open item of these accounts waits for the open items of the same account whose activity it requires. Two statements."""
    at: dict[int, dict[str, RoadmapItem]] = {}
    standing = RoadmapItem.objects.filter(account__in=list(account_ids)).exclude(state__in=ENDED).select_related("activity")
    for item in standing:
        at.setdefault(item.account_id, {})[item.activity.key] = item
    link = RoadmapItem.requires.through
    rows = [
        link(from_roadmapitem_id=item.pk, to_roadmapitem_id=items[key].pk)
        for items in at.values()
        for item in items.values()
        for key in item.activity.requires
        if key in items
    ]
    link.objects.bulk_create(rows, ignore_conflicts=True)


def tell_of(actor: Actor, made: Iterable[RoadmapItem]) -> None:
    """One line in the timeline of each account."""
    by_account: dict[int, list[RoadmapItem]] = {}
    for item in made:
        by_account.setdefault(item.account_id, []).append(item)
    told = [
        RoadmapPlanned(account_id=account_id, item_ids=tuple(item.pk for item in items), items=", ".join(item.name for item in items))
        for account_id, items in by_account.items()
    ]
    announce_many(told, actor=actor)
