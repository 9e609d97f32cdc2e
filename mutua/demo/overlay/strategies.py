"""Two generic strategies: whom we serve with what, why, and when it would have failed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import Min

from mutua.backoffice.models import Shipment
from mutua.catalog.actions.create_offering import create_offering
from mutua.catalog.models import Offering, Product
from mutua.demo.noting import noted
from mutua.demo.overlay.reading import once, origin, overlay
from mutua.demo.shift import Shift
from mutua.foundation.access import Actor
from mutua.foundation.identity.models import User
from mutua.strategy.actions.choose_levers import Wanted, choose_levers
from mutua.strategy.actions.create_segment import create_segment
from mutua.strategy.actions.create_strategy import create_strategy
from mutua.strategy.actions.draft_successor import draft_successor
from mutua.strategy.actions.move_version import move_version
from mutua.strategy.actions.recompute_segment import recompute_segment
from mutua.strategy.actions.set_objective import add_objective
from mutua.strategy.actions.state_assumption import state_assumption
from mutua.strategy.actions.write_version import write_version
from mutua.strategy.models import GenericStrategy, Lever, Segment, SegmentMember, StrategyVersion

PATH = ("challenged", "approved", "active")


def lay_strategies(actor: Actor, shift: Shift, name: str = "strategies.toml") -> None:
    for told in overlay(name)["strategy"]:
        owner = User.objects.get(name=told["owner"])
        segment = once(Segment, told["key"], partial(_segment, actor, told, owner))
        noted(segment)
        if not SegmentMember.objects.filter(segment=segment).exists():
            recompute_segment(actor, segment.pk)
        offering = once(Offering, told["key"], partial(_offering, actor, told))
        noted(offering)
        if not GenericStrategy.everything.filter(**origin(told["key"])).exists():
            _strategy(actor, told, segment, offering, owner, shift)


def _segment(actor: Actor, told: dict[str, Any], owner: User) -> Segment:
    given = told["segment"]
    return create_segment(
        actor,
        name=given["name"],
        description=given["description"],
        party_kind=given.get("made_of", Segment.PartyKind.ACCOUNT),
        predicate=given["predicate"],
        owner_id=owner.pk,
        **origin(told["key"]),
    )


def _offering(actor: Actor, told: dict[str, Any]) -> Offering:
    given = told["offering"]
    products = Product.objects.filter(source=given["products_from"], series__startswith=given.get("series", ""))
    return create_offering(
        actor,
        name=given["name"],
        value_proposition=given["value_proposition"],
        cost_to_serve=Decimal(given["cost_to_serve"]),
        currency=given.get("currency", "USD"),
        products=products,
        **origin(told["key"]),
    )


def _strategy(actor: Actor, told: dict[str, Any], segment: Segment, offering: Offering, owner: User, shift: Shift) -> None:
    strategy = create_strategy(actor, name=told["name"], segment=segment, offering=offering, owner_id=owner.pk, **origin(told["key"]))
    noted(strategy)
    version = StrategyVersion.objects.get(strategy=strategy)
    write_version(actor, version.pk, version=None, statement=told["statement"], **told["answers"])
    _levers(actor, version, [Wanted(name, Decimal(worth), is_chosen=chosen) for name, worth, chosen in told["levers"]])
    for sentence in told["assumptions"]:
        state_assumption(actor, version.pk, sentence=sentence)
    if "objective" not in told:
        return  # a draft: nobody has said yet when it would have failed
    add_objective(actor, version.pk, due=shift.today + timedelta(days=365), **told["objective"])
    for state in PATH:
        since = _first_day(told, shift) if state == "active" else None
        move_version(actor, version.pk, state, version=None, active_from=since)
    if "next_levers" in told:
        wanted = [
            Wanted(name, Decimal(worth), is_chosen=which == "chosen") for which, rows in told["next_levers"].items() for name, worth in rows
        ]
        version.refresh_from_db()
        _levers(actor, draft_successor(actor, version), wanted)


def _levers(actor: Actor, version: StrategyVersion, wanted: list[Wanted]) -> None:
    known = set(Lever.objects.values_list("pk", flat=True))
    choose_levers(actor, version.pk, wanted)
    for lever in Lever.objects.exclude(pk__in=known):
        noted(lever)


def _first_day(told: dict[str, Any], shift: Shift) -> date | None:
    """In force since the day that the overlay tells, else since the first promise: so the whole history can be gone through again."""
    if "active_for_days" in told:
        return shift.today - timedelta(days=told["active_for_days"])
    return Shipment.objects.filter(source=told["segment"]["accounts_from"]).aggregate(first=Min("promised_on"))["first"]
