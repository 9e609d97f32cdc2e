"""Leads and what strategies ask of them, for tests."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from mutua.foundation.access import Actor
from mutua.sales.lead_values import fill
from mutua.sales.models import Lead
from mutua.strategy.models import Criterion, GenericStrategy, StrategyVersion
from mutua.strategy.tests.making import SINCE, make_segment, make_strategy, make_version

NIGERIA = {"all": [{"field": "country", "op": "is", "value": "Nigeria"}]}


def make_lead(*, owner: Actor | None = None, state: str = "new", **values: Any) -> Lead:
    """A lead of Adaeze Obi at Kano Clinics, unless the values say another."""
    given = {"organisation": "Kano Clinics", "given_name": "Adaeze", "family_name": "Obi", "mail": "adaeze@kano.example", **values}
    own = {
        name: given.pop(name) for name in ("disqualified_reason", "judged_at", "failed", "deleted_at", "strategy_inferred") if name in given
    }
    lead = Lead(owner_id=owner.user_id if owner else None, state=state)
    fill(lead, given)
    for name, value in own.items():
        setattr(lead, name, value)
    if state in ("qualified", "converted", "disqualified") and lead.judged_at is None:
        lead.judged_at = timezone.now()
    lead.save()
    return lead


def make_asking_strategy(*asked: dict[str, Any], predicate: dict[str, Any] | None = None, **values: Any) -> GenericStrategy:
    """A strategy in force that asks this of a contact. asked: values of criteria; predicate: of its segment, accounts in Nigeria where none is said."""
    segment = make_segment(predicate=NIGERIA if predicate is None else predicate)
    strategy = make_strategy(segment=segment, **values)
    version = make_version(strategy)
    for position, one in enumerate(asked):
        Criterion.objects.create(version_of=version, position=position, **one)
    version.state, version.active_from, version.approved_at = StrategyVersion.State.ACTIVE, SINCE, timezone.now()
    version.save()
    return strategy
