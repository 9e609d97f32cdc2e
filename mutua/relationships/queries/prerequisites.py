"""What the catalogue asks to come before an item, and is neither practised nor on the account's roadmap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mutua.foundation.access import Actor, visible_to
from mutua.relationships.models import Engagement, RoadmapItem
from mutua.relationships.models.roadmap_item import ENDED
from mutua.relationships.queries.catalogue import catalogue
from mutua.relationships.queries.roadmaps import items_seen
from mutua.relationships.rules.gap import unmet
from mutua.relationships.rules.kinds import ENGAGED, EngagementState
from mutua.relationships.rules.lifecycles import ItemState


@dataclass(frozen=True)
class Before:
    """Of one item: names of what has to come first and is nowhere, and the open items of the same account that bring what is not practised yet."""

    missing: tuple[str, ...] = ()
    coming: tuple[RoadmapItem, ...] = ()


def missing_before(actor: Actor, items: Iterable[RoadmapItem]) -> dict[int, tuple[str, ...]]:
    """Names of the activities that have to come first and that nobody practises or plans, by item; absent where nothing is missing."""
    return {number: before.missing for number, before in before_items(actor, items).items() if before.missing}


def before_items(actor: Actor, items: Iterable[RoadmapItem]) -> dict[int, Before]:
    """What the catalogue asks to come before each item, by its id; absent where it asks nothing more than is practised.

    Practised is what is at least piloted there, or was replaced by what requires it. What an item has brought to its end counts, unless it was
    retired since. Three queries.
    """
    items = list(items)
    accounts = {item.account_id for item in items}
    engaged, retired = _engagements(actor, accounts)
    roadmap = _roadmap(actor, accounts)
    known = catalogue(actor)
    found: dict[int, Before] = {}
    for item in items:
        entry = known.get(item.activity.touchpoint_id)
        if entry is None or item.activity.key not in entry.by_key:
            continue
        practised = engaged.get(item.account_id, set()) & entry.by_key.keys()
        missing: list[str] = []
        coming: list[RoadmapItem] = []
        for key in unmet(entry.practices, item.activity.key, practised):
            standing = roadmap.get((item.account_id, key), [])
            coming += [one for one in standing if one.state not in ENDED]
            brought = any(one.state in ENDED for one in standing) and key not in retired.get(item.account_id, ())
            if not standing or (not brought and all(one.state in ENDED for one in standing)):
                missing.append(entry.by_key[key].name if key in entry.by_key else key)
        if missing or coming:
            found[item.pk] = Before(tuple(missing), tuple(coming))
    return found


def _engagements(actor: Actor, account_ids: Iterable[int]) -> tuple[dict[int, set[str]], dict[int, set[str]]]:
    """Keys of what each account practises, and of what it has retired."""
    engaged: dict[int, set[str]] = {}
    retired: dict[int, set[str]] = {}
    rows = visible_to(actor, Engagement.objects.filter(account_touchpoint__account__in=list(account_ids))).order_by()
    for account_id, key, state in rows.values_list("account_touchpoint__account", "activity__key", "state"):
        if state in ENGAGED:
            engaged.setdefault(account_id, set()).add(key)
        elif state == EngagementState.RETIRED:
            retired.setdefault(account_id, set()).add(key)
    return engaged, retired


def _roadmap(actor: Actor, account_ids: Iterable[int]) -> dict[tuple[int, str], list[RoadmapItem]]:
    """What stands on each roadmap or has come to its end, by account and key of the activity. What was stopped does not stand there."""
    found: dict[tuple[int, str], list[RoadmapItem]] = {}
    for item in items_seen(actor).filter(account__in=list(account_ids)).exclude(state=ItemState.STOPPED):
        found.setdefault((item.account_id, item.activity.key), []).append(item)
    return found
