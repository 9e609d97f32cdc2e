"""Making roadmap items from the gap between what is done and what is wanted, with the catalogue's costs."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.customers.models import Account
from mutua.customers.queries.accounts import account_for
from mutua.foundation.access import Actor, require
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import one_at_a_time
from mutua.relationships.actions.new_item import figures_of, link_prerequisites, tell_of
from mutua.relationships.models import Activity, RoadmapItem
from mutua.relationships.models.roadmap_item import ENDED
from mutua.relationships.queries.profiles import Desired, desired_at, profiles_of, wanted_by
from mutua.relationships.queries.touchpoints import meetings_of


@transaction.atomic
def plan_from_gap(actor: Actor, account_id: int, *, touchpoint_key: str | None = None, perspective: str | None = None) -> list[RoadmapItem]:
    """One item for each activity to begin; what stands on the roadmap already is not made twice.

    touchpoint_key: only there. perspective: of that profile, else of the surest. Each item is an idea until its returns are entered.
    Raises NotFound, NotAllowed; Refused where there is no desired profile or no gap.
    """
    account = account_for(actor, account_id)
    require(actor, "relationships.roadmap.edit", account)
    one_at_a_time(Account, [account.pk])
    gaps = _gaps(actor, account, touchpoint_key, perspective)

    open_already = set(RoadmapItem.objects.filter(account=account).exclude(state__in=ENDED).values_list("activity", flat=True))
    made = [
        _item(actor, account, activity, replaces)
        for desired in gaps
        for activity, replaces in _to_begin(desired)
        if activity.pk not in open_already
    ]
    link_prerequisites([account.pk])

    tell_of(actor, made)
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


def _item(actor: Actor, account: Account, activity: Activity, replaces: Activity | None) -> RoadmapItem:
    item: RoadmapItem = RoadmapItem.objects.create(
        account=account, activity=activity, replaces=replaces, owner_id=account.owner_id or actor.user_id, **figures_of(activity)
    )
    return item
