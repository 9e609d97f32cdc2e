"""Which objectives are watched."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from mutua.strategy.models import Objective, SegmentMember, StrategyVersion


def objectives_watched() -> QuerySet[Objective]:
    """Objectives of versions in force."""
    return Objective.objects.filter(
        version_of__state=StrategyVersion.State.ACTIVE, version_of__deleted_at=None, version_of__strategy__deleted_at=None
    )


def objectives_of_accounts(account_ids: Iterable[int]) -> list[int]:
    """The numbers of those that count outcomes of any of these accounts, now or for a time in the past."""
    segments = SegmentMember.objects.filter(account__in=set(account_ids)).values("segment")
    return list(objectives_watched().filter(version_of__strategy__segment__in=segments).order_by("pk").values_list("pk", flat=True))


def objectives_counting(account_id: int, metric: str) -> QuerySet[Objective]:
    """Those that count this account's outcomes of a metric, now or for a time in the past."""
    segments = SegmentMember.objects.filter(account=account_id).values("segment")
    return objectives_watched().filter(metric=metric, version_of__strategy__segment__in=segments)
