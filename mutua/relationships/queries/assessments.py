"""What was assessed of a party, and when: what stands now, and everything that stood before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings

from mutua.customers.queries.accounts import accounts_seen
from mutua.foundation import days
from mutua.foundation.access import Actor, may, visible_to
from mutua.foundation.identity.models import User
from mutua.relationships.models import Readiness
from mutua.relationships.rules.ageing import has_expired, sureness
from mutua.relationships.rules.kinds import Dimension

MOST = 200


@dataclass(frozen=True)
class Assessment:
    """One dimension on one day. level None: taken back, nobody knows. from_data: the proposal that it came from. who: empty for a process."""

    dimension: Dimension
    level: Decimal | None
    evidence: str
    confidence: Decimal
    on: date
    who: str
    from_data: str = ""

    @property
    def expired(self) -> bool:
        return expired_on(self.on)

    @property
    def sure(self) -> Decimal:
        """What its confidence still counts."""
        return sureness(self.confidence, expired=self.expired)


def expired_on(assessed_on: date, today: date | None = None) -> bool:
    """Whether an assessment of that day is older than this installation lets it count in full."""
    return has_expired(assessed_on, today or days.today(), settings.READINESS_DAYS)


def assessments_of(actor: Actor, account_id: int | None) -> list[Assessment]:
    """Everything that was ever assessed of an account, or of our own company (None), newest first, the last 200 of it: three queries.

    The account is one that the actor has been found to see.
    """
    seen = visible_to(actor, Readiness.objects.filter(account=account_id))
    now = list(seen.values("id", *_COLUMNS))
    before = _old_rows(actor, account_id)
    names = dict(User.objects.filter(pk__in={row["assessor_id"] for row in (*now, *before)}).values_list("pk", "name"))
    standing = {row["dimension"] for row in now}
    told: dict[tuple[Any, ...], Assessment] = {}
    for row in (*reversed(before), *now):
        told.pop(_key(row), None)  # what came back later stands where it came back
        told[_key(row)] = _assessment(row, names)
    for row in before:
        # Taken back, and nothing has stood there since: from that day on nobody knew.
        if row["pgh_label"] == "delete" and row["dimension"] not in standing:
            gone = {**row, "level": None, "evidence": "", "assessed_on": row["pgh_created_at"].date(), "from_data": ""}
            told[_key(gone)] = _assessment(gone, names)
            standing.add(row["dimension"])
    newest_first = list(told.values())[::-1]
    newest_first.sort(key=lambda one: one.on, reverse=True)  # stable: of one day, the later word stays first
    return newest_first[:MOST]


def known_on(assessments: Iterable[Assessment], day: date | None = None) -> dict[Dimension, Assessment]:
    """What was known of each dimension at the end of a day (None: today), of assessments that stand newest first."""
    found: dict[Dimension, Assessment] = {}
    for one in assessments:
        if day is None or one.on <= day:
            found.setdefault(one.dimension, one)
    return {dimension: one for dimension, one in found.items() if one.level is not None}


_COLUMNS = ("dimension", "level", "evidence", "confidence", "assessed_on", "assessor_id", "from_data", "deleted_at")


def _old_rows(actor: Actor, account_id: int | None) -> list[dict[str, Any]]:
    """The old rows that the trigger kept, newest first. An old row has no rule of its own: whoever sees the account sees them."""
    if not may(actor, "relationships.profile.view"):
        return []
    events: Any = Readiness.events.rel.related_model  # type: ignore[attr-defined]
    rows = events.objects.filter(account_id=account_id)
    if account_id is not None:
        rows = rows.filter(account_id__in=accounts_seen(actor).values("pk"))
    return list(rows.order_by("-pgh_id").values("pgh_id", "pgh_label", "pgh_created_at", *_COLUMNS)[:MOST])


def _key(row: dict[str, Any]) -> tuple[Any, ...]:
    """A write that changed none of these told nothing new."""
    return tuple(row[name] for name in ("dimension", "assessed_on", "level", "evidence", "confidence", "assessor_id"))


def _assessment(row: dict[str, Any], names: dict[int, str]) -> Assessment:
    return Assessment(
        dimension=Dimension(row["dimension"]),
        level=row["level"],
        evidence=row["evidence"],
        confidence=row["confidence"],
        on=row["assessed_on"],
        who=names.get(row["assessor_id"], ""),
        from_data=row["from_data"],
    )
