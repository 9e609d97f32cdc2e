"""Derived type and engagements of an account's touchpoints as of a date, by the catalogue of that day (P12)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from mutua.customers.queries.accounts import account_for
from mutua.foundation.access import Actor, visible_to
from mutua.relationships.models import AccountTouchpoint, Activity, CatalogueVersion, Engagement
from mutua.relationships.queries.catalogue_versions import version_at
from mutua.relationships.rules.book import BookTouchpoint
from mutua.relationships.rules.derived_type import DerivedType, derive_type
from mutua.relationships.rules.kinds import ENGAGED, EngagementState

_TOLD = ("id", "account_touchpoint_id", "activity_id", "state", "since", "until", "evidence", "created_at", "deleted_at")


@dataclass(frozen=True)
class EngagementThen:
    """One engagement as it stood. key, name: of the activity, by the catalogue of that day."""

    key: str
    name: str
    state: EngagementState
    since: date | None
    until: date | None
    evidence: str

    @property
    def is_engaged(self) -> bool:
        return self.state in ENGAGED


@dataclass(frozen=True)
class TouchpointThen:
    """One touchpoint of the account on that day. entry: what the catalogue of that day says of it; engagements in its order.

    at: the record as it is today, for its address; label: the type that stood there by hand that day, with its reason.
    """

    at: AccountTouchpoint
    entry: BookTouchpoint
    engagements: tuple[EngagementThen, ...]
    derived: DerivedType
    label: str
    label_reason: str


@dataclass(frozen=True)
class DerivedThen:
    """version: the catalogue that was used; before_first: the day is older than the first version that was kept, so that one is used."""

    day: date
    version: CatalogueVersion | None
    before_first: bool
    touchpoints: tuple[TouchpointThen, ...]


def derived_as_of(actor: Actor, account_id: int, day: date, *, known_now: bool = False) -> DerivedThen:
    """Derived type and engagements of an account's touchpoints as of a date: seven or eight queries whatever their number.

    As it was known at the end of that day (UTC): old rows are read from the history, and activities count by the catalogue of that day.
    What was written down later is not there, even when it says that it began before; with `known_now` it is: then an engagement counts
    from its first day (`since`) to its last (`until`) as it is written today. In the order of that day's catalogue. Raises NotFound.
    """
    account = account_for(actor, account_id)
    end = datetime.combine(day + timedelta(days=1), time(), UTC)
    version = version_at(actor, end - timedelta(microseconds=1))
    entries = {touchpoint.key: touchpoint for touchpoint in version.book.touchpoints} if version else {}
    places = [
        at
        for at in visible_to(actor, AccountTouchpoint.objects.filter(account=account)).select_related("account", "touchpoint")
        if at.touchpoint.key in entries and (known_now or at.created_at < end)
    ]
    practised = _practised(actor, places, day, end, known_now=known_now)
    labels = {} if known_now else _labels(places, end)
    then = [
        _then(at, entries[at.touchpoint.key], practised.get(at.pk, []), *labels.get(at.pk, (at.label, at.label_reason))) for at in places
    ]
    order = {key: place for place, key in enumerate(entries)}
    then.sort(key=lambda one: order[one.entry.key])
    return DerivedThen(day, version, version is not None and version.made_at >= end, tuple(then))


def _then(at: AccountTouchpoint, entry: BookTouchpoint, rows: Iterable[EngagementThen], label: str, label_reason: str) -> TouchpointThen:
    known = {activity.key: (place, activity.name) for place, activity in enumerate(entry.activities)}
    told = [EngagementThen(row.key, known[row.key][1], row.state, row.since, row.until, row.evidence) for row in rows if row.key in known]
    told.sort(key=lambda row: known[row.key][0])
    derived = derive_type(entry.defined, {row.key: row.state for row in told})
    return TouchpointThen(at, entry, tuple(told), derived, label, label_reason)


def _practised(
    actor: Actor, places: list[AccountTouchpoint], day: date, end: datetime, *, known_now: bool
) -> dict[int, list[EngagementThen]]:
    """By account touchpoint. The activities are named by their keys; their names are the catalogue's to say."""
    numbers = [at.pk for at in places]
    events: Any = Engagement.events.rel.related_model  # type: ignore[attr-defined]
    present = list(visible_to(actor, Engagement.everything.filter(account_touchpoint__in=numbers)).values(*_TOLD))
    old = events.objects.filter(account_touchpoint__in=numbers)
    later = [] if known_now else list(old.filter(pgh_created_at__gte=end).order_by("pgh_id").values(*_TOLD))
    rows = [row for row in _as_they_stood(later, present) if known_now or row["created_at"] < end]
    retired = {row["id"] for row in rows if row["state"] == EngagementState.RETIRED}
    before = _last_engaged(old.filter(id__in=retired).order_by("pgh_id").values(*_TOLD)) if known_now and retired else {}
    keys = dict(Activity.everything.filter(pk__in={row["activity_id"] for row in rows}).values_list("pk", "key"))
    found: dict[int, list[EngagementThen]] = {}
    for row in rows:
        state = EngagementState(row["state"])
        if known_now:
            if not _began(row, day):
                continue
            if state == EngagementState.RETIRED and row["until"] is not None and day < row["until"]:
                state = before.get(row["id"], state)
        if row["deleted_at"] is None and row["activity_id"] in keys:
            told = EngagementThen(keys[row["activity_id"]], "", state, row["since"], row["until"], row["evidence"])
            found.setdefault(row["account_touchpoint_id"], []).append(told)
    return found


def _as_they_stood(later: Iterable[dict[str, Any]], present: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Of each record the row that stood before the first of these later writes; where there was none, the present one."""
    stood: dict[int, dict[str, Any]] = {}
    for row in (*later, *present):
        stood.setdefault(row["id"], row)
    return iter(stood.values())


def _last_engaged(old: Iterable[dict[str, Any]]) -> dict[int, EngagementState]:
    """How far each was practised before it was retired."""
    return {row["id"]: EngagementState(row["state"]) for row in old if row["state"] in ENGAGED}


def _began(row: dict[str, Any], day: date) -> bool:
    return row["since"] is not None and row["since"] <= day


def _labels(places: list[AccountTouchpoint], end: datetime) -> dict[int, tuple[str, str]]:
    """What was written by hand on each of them at the end of the day, where it was changed since."""
    events: Any = AccountTouchpoint.events.rel.related_model  # type: ignore[attr-defined]
    later = events.objects.filter(id__in=[at.pk for at in places], pgh_created_at__gte=end).order_by("-pgh_id")
    return {number: (label, reason) for number, label, reason in later.values_list("id", "label", "label_reason")}
