"""Relationship records for tests: each function makes one that is valid, with what the test does not care about filled in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db import connection

from mutua.customers.models import Account, Person
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.foundation.identity.models import Role, User
from mutua.relationships.actions.load_catalogue import load_catalogue
from mutua.relationships.models import (
    ON_TIME_IN_FULL,
    AccountTouchpoint,
    Activity,
    Engagement,
    PerformanceMeasure,
    PlanApproval,
    PlanCycle,
    Profile,
    ProfileCell,
    Readiness,
    RoadmapItem,
    SegmentItem,
    Touchpoint,
    ValueEntry,
    ValueSignature,
)
from mutua.relationships.rules.freezing import digest
from mutua.strategy.models import Segment

PHYSICAL_DELIVERY = "physical-delivery"


def make_catalogue() -> None:
    """The catalogue that ships with Mutua; loading it twice changes nothing."""
    load_catalogue(flow_actor("test"))


def make_account_touchpoint(account: Account | None = None, *, key: str = PHYSICAL_DELIVERY, **values: Any) -> AccountTouchpoint:
    make_catalogue()
    account = account or make_account()
    values.setdefault("owner", account.owner)
    return AccountTouchpoint.objects.create(account=account, touchpoint=Touchpoint.objects.get(key=key), **values)


def make_engagement(at: AccountTouchpoint, activity: str, *, state: str = "full", **values: Any) -> Engagement:
    return Engagement.objects.create(account_touchpoint=at, activity=Activity.objects.get(key=activity), state=state, **values)


def practise(account: Account, *activities: str) -> None:
    """The account and we practise these fully, wherever they belong."""
    for activity in Activity.objects.filter(key__in=activities):
        at, _new = AccountTouchpoint.objects.get_or_create(
            account=account, touchpoint=activity.touchpoint, defaults={"owner": account.owner}
        )
        Engagement.objects.get_or_create(account_touchpoint=at, activity=activity, defaults={"state": "full"})


def make_measure(at: AccountTouchpoint | None = None, *, shipments: bool = True, **values: Any) -> PerformanceMeasure:
    """On time in full, counted from shipments by the customer's own window; with shipments=False from what the customer reports."""
    at = at or make_account_touchpoint()
    values.setdefault("key", ON_TIME_IN_FULL)
    values.setdefault("name", "On time in full")
    values.setdefault("counted_from", "shipments" if shipments else "reported")
    values.setdefault("is_proxy", False)
    return PerformanceMeasure.objects.create(account_touchpoint=at, **values)


def make_readiness(account: Account | None, **levels: Any) -> list[Readiness]:
    """Levels by dimension: make_readiness(None, data=4, will="3.5") is ours."""
    return [
        Readiness.objects.create(account=account, dimension=dimension, level=Decimal(str(level)), assessed_on=date(2026, 9, 1))
        for dimension, level in levels.items()
    ]


def make_profile(account: Account, wanted: Mapping[str, list[str]], *, perspective: str = "joint", **values: Any) -> Profile:
    """wanted: touchpoint key → keys of the wanted activities."""
    values.setdefault("confidence", Decimal("0.90"))
    values.setdefault("as_of", date(2026, 9, 9))
    profile = Profile.objects.create(account=account, perspective=perspective, **values)
    for key, activities in wanted.items():
        cell = ProfileCell.objects.create(profile=profile, touchpoint=Touchpoint.objects.get(key=key))
        cell.activities.set(Activity.objects.filter(key__in=activities))
    return profile


def make_item(
    account: Account | None = None, activity: str = "crp", *, cost: Any = 0, gain: Any = 0, hours: Any = 0, **values: Any
) -> RoadmapItem:
    """A sized item that is done within its quarter: cost, gain and hours (of "Our people") are its totals; needs nothing unless told."""
    make_catalogue()
    values.setdefault("currency", "USD")
    values.setdefault("needs", {})
    values.setdefault("state", "sized")
    values.setdefault("lasts", 0)
    requires = values.pop("requires", ())
    item = RoadmapItem.objects.create(
        account=account or make_account(),
        activity=Activity.objects.get(key=activity),
        investment_us=[Decimal(str(cost))],
        return_us=[Decimal(str(gain))],
        hours={"Our people": [float(hours)]} if hours else {},
        **values,
    )
    item.requires.set(requires)
    return item


def make_segment_item(segment: Segment, activity: str = "crp", **values: Any) -> SegmentItem:
    make_catalogue()
    values.setdefault("currency", "USD")
    return SegmentItem.objects.create(segment=segment, activity=Activity.objects.get(key=activity), **values)


def make_plan(*, budget: Any = (300_000,), hours: Any = (1_500,), **values: Any) -> PlanCycle:
    values.setdefault("year", 2027)
    values.setdefault("currency", "USD")
    values.setdefault("state", "profiles-updated")
    capacity = {"Our people": [float(number) for number in hours]}
    return PlanCycle.objects.create(budget=[Decimal(amount) for amount in budget], capacity=capacity, **values)


def make_approval(plan: PlanCycle, *, user: User | None = None, role: Role | None = None, asked_by: User, **values: Any) -> PlanApproval:
    """A seat of the first round that has not answered."""
    asked = {"asked_name": str(user or role), "asked_at": days.now(), "asked_by": asked_by, "asked_by_name": asked_by.name}
    values.setdefault("round", 1)
    return PlanApproval.objects.create(plan=plan, user=user, role=role, choice_sha256=digest(plan.choice or {}), **asked, **values)


def make_signature(account: Account, person: Person | None = None, *, answer: str = "signed", reason: str = "") -> ValueSignature:
    """A claim of ours that the customer signed or objected to, with the digest that PostgreSQL asks for."""
    entry = ValueEntry.objects.create(
        account=account, side="us", component="price", kind="claimed", amount=5, currency="USD", period=date(2026, 1, 1)
    )
    let_anybody_sign()
    return ValueSignature.objects.create(
        account=account,
        person=person,
        entry_ids=[entry.pk],
        answer=answer,
        reason=reason,
        signer_name="Mia Santos",
        signer_email="mia@example.org",
        link_number=1,
        at=days.now(),
        digest=digest_to_sign(entry.pk),
    )


def digest_to_sign(entry_id: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relationships_value_words(%s)", [[entry_id]])
        return sha256(cursor.fetchone()[0].encode()).hexdigest()


def let_anybody_sign() -> None:
    """To the end of the test's transaction the owner of the table may add signatures, which is nobody's but the customer's otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relforcerowsecurity FROM pg_class WHERE relname = 'relationships_valuesignature'")
        if cursor.fetchone()[0]:
            # What was written before is checked now: PostgreSQL alters no table that something waits for.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE relationships_valuesignature NO FORCE ROW LEVEL SECURITY")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
