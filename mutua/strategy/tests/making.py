"""Segments, strategies and their parts for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any

import pgtrigger

from mutua.catalog.models import Offering
from mutua.catalog.tests.making import make_offering
from mutua.customers.models import Account
from mutua.strategy.models import GenericStrategy, Objective, Segment, SegmentMember, StrategyVersion

_number = count(1)

SINCE = date(2026, 1, 5)
STATEMENT = {
    "statement": (
        "Regional grocers with their own warehouse get new goods on the shelf two days sooner. "
        "We become first supplier of the shelf; for this we pack shelf-ready and deliver by standing appointment."
    ),
    "who": "Regional grocers with their own warehouse",
    "value_to_them": "new goods on the shelf two days sooner",
    "value_to_us": "first supplier of the shelf",
    "what_we_do": "pack shelf-ready and deliver by standing appointment",
}


def make_segment(*, members: list[Account] | None = None, since: date | None = None, **values: Any) -> Segment:
    """A segment; with `members`, these accounts belong to it since that day (None: since before anybody looked)."""
    values.setdefault("name", f"Segment {next(_number)}")
    segment = Segment.objects.create(**values)
    SegmentMember.objects.bulk_create([SegmentMember(segment=segment, account=account, since=since) for account in members or []])
    return segment


def make_strategy(*, segment: Segment | None = None, offering: Offering | None = None, **values: Any) -> GenericStrategy:
    """A strategy without a version."""
    values.setdefault("name", f"Strategy {next(_number)}")
    return GenericStrategy.objects.create(segment=segment or make_segment(), offering=offering or make_offering(), **values)


def make_version(
    strategy: GenericStrategy | None = None, *, active: bool = False, active_from: date = SINCE, **values: Any
) -> StrategyVersion:
    """A draft with a statement that passes; `active`: approved and in force since `active_from`."""
    strategy = strategy or make_strategy()
    if active:
        approved_at = datetime.combine(active_from, time(8), UTC)
        values = {"state": StrategyVersion.State.ACTIVE, "approved_at": approved_at, "active_from": active_from, **values}
    values.setdefault("number", strategy.versions.count() + 1)
    return StrategyVersion.objects.create(strategy=strategy, **{**STATEMENT, **values})


def make_objective(version: StrategyVersion | None = None, **values: Any) -> Objective:
    """97 % on time in full is the plan, 90 % breaks even, where nothing else is said."""
    values = {
        "name": "On time in full",
        "metric": "delivery.on_time_in_full",
        "target": 0.97,
        "tolerance": 0.01,
        "break_even": 0.9,
        **values,
    }
    version = version or make_version(active=True)
    # To a version that stands already: the database refuses it to whoever is not told to let it pass.
    with pgtrigger.ignore("strategy.Objective:frozen_with_version"):
        return Objective.objects.create(version_of=version, **values)
