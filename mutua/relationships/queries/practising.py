"""Engagements, blockages, alarms and outlays as rows, for whoever reads them one after another."""

from __future__ import annotations

from django.db.models import QuerySet

from mutua.foundation.access import Actor, visible_to
from mutua.relationships.models import Blockage, Engagement, Outlay, RoadmapItem, ToleranceAlarm


def engagements_seen(actor: Actor) -> QuerySet[Engagement]:
    standing = Engagement.objects.filter(account_touchpoint__account__deleted_at=None)
    return visible_to(actor, standing).select_related("activity", "account_touchpoint__touchpoint")


def blockages_seen(actor: Actor) -> QuerySet[Blockage]:
    standing = Blockage.objects.filter(account_touchpoint__account__deleted_at=None)
    return visible_to(actor, standing).select_related("account_touchpoint__touchpoint")


def alarms_seen(actor: Actor) -> QuerySet[ToleranceAlarm]:
    standing = ToleranceAlarm.objects.filter(measure__deleted_at=None, measure__account_touchpoint__account__deleted_at=None)
    return visible_to(actor, standing).select_related("measure__account_touchpoint__touchpoint")


def outlays_of(actor: Actor, item: RoadmapItem) -> QuerySet[Outlay]:
    """The newest first."""
    return visible_to(actor, Outlay.objects.filter(item=item)).order_by("-on", "-pk")
