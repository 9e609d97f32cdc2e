"""Two generic strategies: whom we serve with what, why, and when it would have failed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import Min

from mutua.backoffice.models import Shipment
from mutua.catalog.actions.create_offering import create_offering
from mutua.catalog.models import Offering, Product
from mutua.customers.models import Account, Need
from mutua.demo.noting import SOURCE, noted
from mutua.demo.overlay.reading import once, origin, overlay
from mutua.demo.shift import Shift
from mutua.foundation.access import Actor
from mutua.foundation.access.people import actor_of
from mutua.foundation.identity.models import User
from mutua.strategy.actions.answer_needs import answer_needs
from mutua.strategy.actions.answer_objection import answer_objection
from mutua.strategy.actions.check_assumption import check_assumption
from mutua.strategy.actions.choose_levers import Wanted, choose_levers
from mutua.strategy.actions.create_segment import create_segment
from mutua.strategy.actions.create_strategy import create_strategy
from mutua.strategy.actions.decide_option import decide_option
from mutua.strategy.actions.draft_successor import draft_successor
from mutua.strategy.actions.find_swot import Ground, find_swot
from mutua.strategy.actions.move_version import move_version
from mutua.strategy.actions.place_in_market import Placed, place_in_market
from mutua.strategy.actions.plan_initiatives import Intended, plan_initiatives
from mutua.strategy.actions.propose_options import propose_options
from mutua.strategy.actions.raise_objection import raise_objection
from mutua.strategy.actions.recompute_segment import recompute_segment
from mutua.strategy.actions.set_criteria import Asked, set_criteria
from mutua.strategy.actions.set_objective import add_objective, edit_objective
from mutua.strategy.actions.state_assumption import state_assumption
from mutua.strategy.actions.write_customer_strategy import write_customer_strategy
from mutua.strategy.actions.write_version import write_version
from mutua.strategy.drafting import draft_for
from mutua.strategy.models import CustomerStrategy, GenericStrategy, Lever, Option, Segment, SegmentMember, StrategyVersion
from mutua.strategy.planned import quarter_of

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


def lay_segments(actor: Actor, name: str = "segments.toml") -> None:
    """Segments that no strategy serves yet, laid on when those who belong to them are there."""
    for told in overlay(name)["segment"]:
        segment = once(
            Segment, told["key"], partial(_segment, actor, {"key": told["key"], "segment": told}, User.objects.get(name=told["owner"]))
        )
        noted(segment)
        if segment.evaluated_at is None:
            recompute_segment(actor, segment.pk)


def lay_customer_strategies(file: str) -> None:
    """What we want with the accounts of an overlay file, drafted from what is known of each and put in force by whoever is responsible."""
    for told in overlay(file)["account"]:
        account = Account.objects.filter(name=told.get("find", "")).first()
        if account is not None and not CustomerStrategy.objects.filter(account=account).exists():
            by = actor_of(User.objects.get(name=told["owner"]))
            draft = draft_for(by, account)
            if draft.versions:
                write_customer_strategy(by, account.pk, statement=draft.statement, versions=draft.versions, is_active=True)


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
    for one in told["assumptions"]:
        _assumption(actor, version, one, shift)
    set_criteria(actor, version.pk, [Asked(**one) for one in told.get("asks", ())])
    _grounds(actor, version, told, shift)
    plan_initiatives(actor, version.pk, [_initiative(version, one, shift) for one in told.get("initiatives", ())])
    if "objective" not in told:
        return  # a draft: nobody has said yet when it would have failed
    add_objective(actor, version.pk, due=shift.today + timedelta(days=365), **told["objective"])
    for state in PATH:
        since = _first_day(told, shift) if state == "active" else None
        move_version(actor, version.pk, state, version=None, active_from=since)
        if state == "challenged":
            _challenge(actor, version, told.get("objections", ()))
    if "next_levers" in told:
        wanted = [
            Wanted(name, Decimal(worth), is_chosen=which == "chosen") for which, rows in told["next_levers"].items() for name, worth in rows
        ]
        version.refresh_from_db()
        draft = draft_successor(actor, version)
        _levers(actor, draft, wanted)
        for one in told.get("next_objectives", ()):
            _objective(actor, draft, one, shift)


def _assumption(actor: Actor, version: StrategyVersion, told: dict[str, Any] | str, shift: Shift) -> None:
    one: dict[str, Any] = {"sentence": told} if isinstance(told, str) else dict(told)
    checked, days_on = one.pop("checked", ""), one.pop("due_in", None)
    due = shift.today + timedelta(days=days_on) if days_on else None
    assumption = state_assumption(actor, version.pk, **one, due=due)
    if checked:
        check_assumption(actor, assumption.pk, holds=checked)


def _challenge(actor: Actor, version: StrategyVersion, told: Sequence[list[str]]) -> None:
    for name, sentence, answer in told:
        objection = raise_objection(actor_of(User.objects.get(name=name)), version.pk, sentence=sentence)
        answer_objection(actor_of(version.strategy.owner) if version.strategy.owner else actor, objection.pk, answer=answer)


def _objective(actor: Actor, draft: StrategyVersion, told: dict[str, Any], shift: Shift) -> None:
    values: dict[str, Any] = {name: Decimal(value) if name in ("budget", "planned_return") else value for name, value in told.items()}
    served_by = values.pop("served_by", [])
    made = add_objective(actor, draft.pk, due=shift.today + timedelta(days=365), **values)
    for one in draft.objectives.filter(name__in=served_by):
        edit_objective(actor, one.pk, version=None, serves=made)


def _grounds(actor: Actor, version: StrategyVersion, told: dict[str, Any], shift: Shift) -> None:
    """Needs, market, findings and options. Needs that are not there are left out: a story may load the strategies alone."""
    heard = {need.source_key: need for need in Need.objects.filter(source=SOURCE, source_key__in=_keys_of_needs(told))}
    members = SegmentMember.objects.filter(segment=version.strategy.segment, until=None).values_list("account", flat=True)
    answered = [need.pk for key, need in heard.items() if key in told.get("needs", ()) and need.account_id in set(members)]
    answer_needs(actor, version.pk, answered, version=None)
    place_in_market(actor, version.pk, [_place(one, shift) for one in told.get("market", ())])
    for one in told.get("swot", ()):
        ground = Ground(one.get("evidence", ""), one.get("link", ""), heard.get(one.get("need", "")), one.get("metric", ""))
        if ground.link or ground.need or ground.metric:
            find_swot(actor, version.pk, kind=one["kind"], sentence=one["sentence"], ground=ground)
    if told.get("options") and version.swot.exists():
        propose_options(actor, version.pk, version=None)
        for one in told["options"]:
            _option(actor, version, one)


def _keys_of_needs(told: dict[str, Any]) -> list[str]:
    return [*told.get("needs", ()), *(one["need"] for one in told.get("swot", ()) if "need" in one)]


def _place(told: dict[str, Any], shift: Shift) -> Placed:
    values = {name: Decimal(str(told[name])) for name in ("share", "size") if name in told}
    year = shift.today.year + told["years_on"]
    return Placed(year, is_envisioned=told["years_on"] > 0, rank=told.get("rank"), origin=told.get("origin", ""), **values)


def _initiative(version: StrategyVersion, told: dict[str, Any], shift: Shift) -> Intended:
    """starts_in: quarters from the one that runs today."""
    first = quarter_of(shift.today.year, (shift.today.month - 1) // 3 + 1) + told["starts_in"]
    money = {name: Decimal(told[name]) for name in ("cost_us", "cost_them", "return_us", "return_them") if name in told}
    lever = Lever.objects.filter(uses__version=version, uses__is_chosen=True, name=told.get("lever", "")).first()
    return Intended(told["name"], first // 4, first % 4 + 1, told["lasts"], lever_id=lever.pk if lever else None, **money)


def _option(actor: Actor, version: StrategyVersion, told: dict[str, Any]) -> None:
    found = Option.objects.filter(version_of=version, inside__sentence=told["inside"], outside__sentence=told["outside"]).first()
    if found is not None:
        lever = Lever.objects.filter(uses__version=version, name=told.get("lever", "")).first()
        state = "kept" if lever else "dismissed"
        decide_option(
            actor, found.pk, version=None, state=state, sentence=told["sentence"], lever=lever, reason=told.get("reason", "")
        )  # fmt: skip


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
