"""What accounts ordered month by month, how well a touchpoint did quarter by quarter, and since when each practises an activity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Count, DateField, Exists, F, Min, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Mod, TruncMonth, TruncQuarter

from mutua.backoffice.models import Order, Shipment
from mutua.foundation.access import Actor, visible_to
from mutua.relationships.models import (
    ON_TIME_IN_FULL,
    ORDER_VALUE,
    AccountTouchpoint,
    Activity,
    Engagement,
    Observation,
    PerformanceMeasure,
    PlanCycle,
    RoadmapItem,
)
from mutua.relationships.queries.on_time import with_outcome
from mutua.relationships.rules.kinds import EngagementState
from mutua.relationships.rules.lifecycles import ItemState

MONTH, QUARTER = 1, 3
# More would not make an interval noticeably narrower; who is taken depends on the number of the account only.
MOST_ACCOUNTS = 2_000
# Of the accounts at a touchpoint so many are looked at for figures in every quarter.
MOST_LOOKED_AT = 6_000
_SCATTER, _RANGE = 2_654_435_761, 2**32
_PRACTISED = (EngagementState.PILOT.value, EngagementState.PARTIAL.value, EngagementState.FULL.value, EngagementState.RETIRED.value)
_WENT = (ItemState.RUNNING.value, ItemState.DONE.value, ItemState.STOPPED.value, ItemState.EVALUATED.value)


@dataclass(frozen=True)
class Outcomes:
    """One number for each account and period. periods: their first days; step: months in each."""

    periods: tuple[date, ...]
    by_account: Mapping[int, tuple[float, ...]]
    step: int


def months_of(since: date, until: date, step: int = MONTH) -> tuple[date, ...]:
    """First days of the periods that lie wholly within, oldest first; since: the first day of one."""
    first, end = since.year * 12 + since.month - 1, until.year * 12 + until.month - 1
    return tuple(date(month // 12, month % 12 + 1, 1) for month in range(first, end + 1, step) if month + step - 1 <= end)


def ordered(actor: Actor, currency: str, since: date, until: date, always: Iterable[int]) -> Outcomes:
    """Order value by account and month; a month without an order is 0. Accounts that ordered anything, `always` among them whatever their number."""
    dated = visible_to(actor, Order.objects.filter(account__isnull=False, account__deleted_at=None)).exclude(state=Order.State.CANCELLED)
    within: QuerySet[Any] = dated.filter(currency=currency, dated_on__gte=since, dated_on__lte=until).order_by()
    buyers = within.values("account").distinct()
    wanted = {*_scattered(buyers, "account", MOST_ACCOUNTS), *buyers.filter(account__in=set(always)).values_list("account", flat=True)}
    rows = within.filter(account__in=wanted).annotate(month=TruncMonth("dated_on", output_field=DateField()))
    months = months_of(since, until)
    at = {month: place for place, month in enumerate(months)}
    found: dict[int, list[float]] = {account: [0.0] * len(months) for account in sorted(wanted)}
    for account, month, value in rows.values_list("account_id", "month").annotate(value=Sum("value")):
        if month in at:
            found[account][at[month]] = float(value)
    return Outcomes(months, {account: tuple(values) for account, values in found.items()}, MONTH)


def shares(actor: Actor, touchpoint_id: int, key: str, since: date, until: date, always: Iterable[int]) -> Outcomes:
    """The share of good ones by account and quarter, at one touchpoint on one measure; only accounts with a figure in every quarter.

    Of the accounts at the touchpoint at most MOST_LOOKED_AT are read, `always` among them.
    """
    quarters = months_of(since, until, QUARTER)
    looked_at = {*_accounts_at(actor, touchpoint_id), *always}
    here = {
        "measure__account_touchpoint__touchpoint": touchpoint_id,
        "measure__key": key,
        "measure__account_touchpoint__account__in": looked_at,
    }
    told = visible_to(actor, Observation.objects.filter(**here, until__gte=since, until__lte=until)).order_by()
    rows: list[Any] = list(
        told.annotate(quarter=TruncQuarter("until", output_field=DateField()))
        .values_list("measure__account_touchpoint__account_id", "quarter")
        .annotate(good=Sum("numerator"), of=Sum("denominator"))
    )
    if key == ON_TIME_IN_FULL:
        shipped = with_outcome(visible_to(actor, Shipment.objects.filter(account__in=looked_at)))
        known: QuerySet[Any] = shipped.filter(known_on__gte=since, known_on__lte=until).order_by()
        rows += list(
            known.annotate(quarter=TruncQuarter("known_on", output_field=DateField()))
            .values_list("account_id", "quarter")
            .annotate(good=Count("pk", filter=Q(success=True)), of=Count("pk"))
        )
    found: dict[int, dict[date, float]] = {}
    for account, quarter, good, of in rows:
        found.setdefault(account, {})[quarter] = float(good) / float(of)
    whole = {account: figures for account, figures in found.items() if all(quarter in figures for quarter in quarters)}
    taken = _taken(sorted(whole), always)
    return Outcomes(
        quarters,
        {account: tuple(whole[account][quarter] for quarter in quarters) for account in sorted(whole) if account in taken},
        QUARTER,
    )


def _accounts_at(actor: Actor, touchpoint_id: int) -> list[int]:
    there = visible_to(actor, AccountTouchpoint.objects.filter(touchpoint=touchpoint_id, account__deleted_at=None)).order_by()
    return _scattered(there.values("account"), "account", MOST_LOOKED_AT)


def measures_at(actor: Actor, item: RoadmapItem) -> list[tuple[str, str]]:
    """(key, name) of the measures of the account at the touchpoint of the item."""
    here = {"account_touchpoint__account": item.account_id, "account_touchpoint__touchpoint": item.activity.touchpoint_id}
    return list(visible_to(actor, PerformanceMeasure.objects.filter(**here)).order_by("name", "pk").values_list("key", "name"))


def first_order(actor: Actor, currency: str) -> date | None:
    """The day of the oldest order there is in this currency."""
    dated = visible_to(actor, Order.objects.filter(currency=currency)).exclude(state=Order.State.CANCELLED)
    found: date | None = dated.aggregate(first=Min("dated_on"))["first"]
    return found


@dataclass(frozen=True)
class Beginnings:
    """since: account → the day from which it practises an activity. unknown: accounts that practise it, nobody noted since when."""

    since: Mapping[int, date]
    unknown: frozenset[int]


def beginnings(actor: Actor, activity_id: int) -> Beginnings:
    """From the engagements, else from the quarter in which an approved plan began the item."""
    practised = visible_to(actor, Engagement.objects.filter(activity=activity_id, state__in=_PRACTISED)).order_by()
    noted: dict[int, date | None] = dict(practised.values_list("account_touchpoint__account_id", "since"))
    went = dict(
        visible_to(actor, RoadmapItem.objects.filter(activity=activity_id, state__in=_WENT)).order_by().values_list("pk", "account_id")
    )
    planned = planned_starts(actor, went) if went else {}
    since = {account: day for account, day in noted.items() if day is not None}
    for item, account in sorted(went.items()):
        if account not in since and item in planned:
            since[account] = planned[item][1]
    return Beginnings(since, frozenset({*noted, *went.values()} - since.keys()))


def changed_otherwise(actor: Actor, activity: Activity, measure: str, since: date, until: date) -> dict[int, tuple[str, ...]]:
    """Accounts that began or stopped another activity that moves the same within these days, and the names of those activities: two queries.

    measure: a measure of the activity's touchpoint, which its activities move unless the catalogue says otherwise; ORDER_VALUE, which all of them may.
    What nobody noted a day of is not known to have changed.
    """
    practised = visible_to(actor, Engagement.objects.filter(state__in=_PRACTISED)).exclude(activity=activity)
    went = visible_to(actor, RoadmapItem.objects.filter(state__in=_WENT)).exclude(activity=activity)
    if measure != ORDER_VALUE:
        moves = Q(activity__touchpoint=activity.touchpoint_id) & (Q(activity__moves=[]) | Q(activity__moves__contains=[measure]))
        practised, went = practised.filter(moves), went.filter(moves)
    within = Q(since__range=(since, until)) | Q(until__range=(since, until), state=EngagementState.RETIRED)
    found: dict[int, set[str]] = {}
    for account, name in practised.filter(within).order_by().values_list("account_touchpoint__account_id", "activity__name"):
        found.setdefault(account, set()).add(name)
    noted = Engagement.objects.filter(account_touchpoint__account=OuterRef("account"), activity=OuterRef("activity"), since__isnull=False)
    unnoted = {
        pk: (account, name) for pk, account, name in went.exclude(Exists(noted)).order_by().values_list("pk", "account", "activity__name")
    }
    for item, (_plan, day) in (planned_starts(actor, unnoted) if unnoted else {}).items():
        if since <= day <= until:
            account, name = unnoted[item]
            found.setdefault(account, set()).add(name)
    return {account: tuple(sorted(names)) for account, names in found.items()}


def planned_starts(actor: Actor, item_ids: Iterable[int]) -> dict[int, tuple[int, date]]:
    """By item: the approved plan that began it and the first day of its quarter there; the newest plan counts."""
    wanted = {str(number) for number in item_ids}
    approved: QuerySet[Any] = visible_to(actor, PlanCycle.objects.exclude(snapshot=None)).order_by("year", "pk")
    found: dict[int, tuple[int, date]] = {}
    for plan_id, year, start in approved.values_list("pk", "year", "snapshot__start"):
        for key in wanted & start.keys():
            found[int(key)] = (plan_id, date(year + start[key] // 4, start[key] % 4 * 3 + 1, 1))
    return found


def _scattered(rows: QuerySet[Any, Any], column: str, most: int) -> list[int]:
    """The same accounts as `_taken`, chosen by the database: no more than `most` numbers come out of it. rows: values of that column, each once."""
    place = Mod(F(column) * Value(_SCATTER, output_field=BigIntegerField()), Value(_RANGE, output_field=BigIntegerField()))
    return list(rows.annotate(place=place).order_by("place", column).values_list(column, flat=True)[:most])


def _taken(accounts: Iterable[int], always: Iterable[int]) -> set[int]:
    by_number = sorted(accounts, key=lambda account: (account * _SCATTER % _RANGE, account))
    return {*by_number[:MOST_ACCOUNTS], *(set(always) & set(by_number))}
