"""Quotas and calls as they were said, the newest first."""

from __future__ import annotations

from django.db.models import QuerySet

from mutua.foundation.access import Actor, visible_to
from mutua.sales.models import ForecastCall, Quota


def quotas_said(actor: Actor) -> QuerySet[Quota]:
    return visible_to(actor, Quota.objects.all()).select_related("user", "team", "territory")


def calls_said(actor: Actor) -> QuerySet[ForecastCall]:
    return visible_to(actor, ForecastCall.objects.all()).select_related("user", "team", "territory")
