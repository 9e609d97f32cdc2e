"""Making roadmap items from the gap between what is done and what is wanted, with the catalogue's costs."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.customers.models import Account
from mutua.customers.queries.accounts import account_for
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.relationships.events import RoadmapPlanned
from mutua.relationships.models import Activity, RoadmapItem
from mutua.relationships.models.roadmap_item import ENDED
from mutua.relationships.queries.profiles import Desired, desired_at, profiles_of, wanted_by
from mutua.relationships.queries.touchpoints import meetings_of
from mutua.relationships.rules.sizing import quarters_for, spread


@transaction.atomic
def plan_from_gap(actor: Actor, account_id: int, *, touchpoint_key: str | None = None, perspective: str | None = None) -> list[RoadmapItem]:
    """One item for each activity to begin; what stands on the roadmap already is not made twice.

    touchpoint_key: only there. perspective: of that profile, else of the surest. Each item is an idea until its returns are entered.
    Raises NotFound, NotAllowed; Refused where there is no desired profile or no gap.
    """
    account = account_for(actor, account_id)
    require(actor, "relationships.roadmap.edit", account)
    gaps = _gaps(actor, account, touchpoint_key, perspective)

    open_already = set(RoadmapItem.objects.filter(account=account).exclude(state__in=ENDED).values_list("activity", flat=True))
    made = [
        _item(actor, account, desired, activity, replaces)
        for desired in gaps
        for activity, replaces in _to_begin(desired)
        if activity.pk not in open_already
    ]
    _link_prerequisites(account)

    if made:
        told = RoadmapPlanned(account_id=account.pk, item_ids=tuple(item.pk for item in made), items=", ".join(item.name for item in made))
        announce(told, actor=actor)
    return made


def _gaps(actor: Actor, account: Account, touchpoint_key: str | None, perspective: str | None) -> list[Desired]:
    profiles = [profile for profile in profiles_of(actor, account.pk) if perspective in (None, profile.perspective)]
    if not profiles:
        raise Refused(_("There is no desired profile of %(account)s yet. Draft one first.") % {"account": account.name})
    wanted = wanted_by(actor, profiles[0])
    found = [
        desired
        for meeting in meetings_of(actor, account.pk)
        if touchpoint_key in (None, meeting.entry.touchpoint.key)
        and (desired := desired_at(meeting, wanted)) is not None
        and desired.gap.to_start
    ]
    if not found:
        raise Refused(_("What is wanted is what is done: there is no gap to plan."))
    return found


def _to_begin(desired: Desired) -> list[tuple[Activity, Activity | None]]:
    return [(activity, None) for activity in desired.add] + [(new, old) for old, new in desired.change]


def _item(actor: Actor, account: Account, desired: Desired, activity: Activity, replaces: Activity | None) -> RoadmapItem:
    quarters = quarters_for(activity.lead_days)
    team = desired.entry.touchpoint.our_departments[0] if desired.entry.touchpoint.our_departments else _("Our people")
    item: RoadmapItem = RoadmapItem.objects.create(
        account=account,
        activity=activity,
        replaces=replaces,
        owner_id=account.owner_id or actor.user_id,
        currency=activity.currency,
        lasts=quarters,
        investment_us=spread(activity.cost, quarters),
        hours={team: [float(part) for part in spread(Decimal(activity.hours), quarters, Decimal("0.1"))]} if activity.hours else {},
        needs=activity.needs,
    )
    return item


def _link_prerequisites(account: Account) -> None:
    """An item waits for the open items of the same account whose activity it requires."""
    items = {
        item.activity.key: item for item in RoadmapItem.objects.filter(account=account).exclude(state__in=ENDED).select_related("activity")
    }
    for item in items.values():
        item.requires.add(*(items[key] for key in item.activity.requires if key in items))
