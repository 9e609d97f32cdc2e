"""Where an account stands with us, where both want to be, and what that would take and bring."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import timedelta
from decimal import Decimal
from typing import Any

from mutua.customers.models import Account
from mutua.demo.shift import Shift
from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.foundation.access.people import actor_of
from mutua.foundation.identity.models import User
from mutua.relationships.actions.approve_item import approve_item
from mutua.relationships.actions.assess_readiness import assess_readiness
from mutua.relationships.actions.change_measure import change_measure
from mutua.relationships.actions.draft_profile import draft_profile
from mutua.relationships.actions.edit_touchpoint import edit_touchpoint
from mutua.relationships.actions.enter_value import enter_value
from mutua.relationships.actions.label_touchpoint import label_touchpoint
from mutua.relationships.actions.move_profile import move_profile
from mutua.relationships.actions.note_blockage import note_blockage
from mutua.relationships.actions.open_touchpoint import open_touchpoint
from mutua.relationships.actions.plan_from_gap import plan_from_gap
from mutua.relationships.actions.record_engagement import record_engagement
from mutua.relationships.actions.report_figure import report_figure
from mutua.relationships.actions.set_desired import set_desired
from mutua.relationships.actions.size_item import size_item
from mutua.relationships.models import (
    Blockage,
    Engagement,
    Observation,
    PerformanceMeasure,
    Profile,
    Readiness,
    RoadmapItem,
    ValueEntry,
)

Told = dict[str, Any]
QUARTER = timedelta(days=91)


def in_the_past(shift: Shift, days_ago: int) -> AbstractContextManager[None]:
    """Within the block it is so many days before the load: what is laid on there stands in the history under that day."""
    return days.as_of(shift.today - timedelta(days=days_ago))


def lay_relations(actor: Actor, account: Account, told: Told, shift: Shift) -> None:
    with in_the_past(shift, told["profile"]["days_ago"]):
        for touchpoint in told.get("touchpoints", ()):
            _touchpoint(actor, account, touchpoint, shift)
        if "readiness" in told and not Readiness.objects.filter(account=account).exists():
            levels = {name: Decimal(str(level)) for name, level in told["readiness"]["levels"].items()}
            confidence = Decimal(told["readiness"].get("confidence", "0.70"))
            assess_readiness(actor, account.pk, levels, evidence=told["readiness"]["evidence"], confidence=confidence)
        _profile(actor, account, told["profile"], shift)
        _items(actor, account, told.get("items", ()))
    for touchpoint in told.get("touchpoints", ()):
        for figure in touchpoint.get("figures", ()):
            _figure(actor, account, touchpoint["key"], figure, shift)
    if "joint" in told:
        # The session with the customer came after the plan was drawn: what it found differs from the guess.
        with in_the_past(shift, told["joint"]["days_ago"]):
            _profile(actor, account, told["joint"], shift)
    if "value" in told and not ValueEntry.objects.filter(account=account, item=None).exists():
        for entry in told["value"]:
            _value(actor, account, entry, shift)


def _touchpoint(actor: Actor, account: Account, told: Told, shift: Shift) -> None:
    at = open_touchpoint(actor, account.pk, told["key"])
    is_new = at.version == 1
    known = set(Engagement.everything.filter(account_touchpoint=at).values_list("activity__key", flat=True))
    for state in ("full", "partial", "pilot", "planned"):
        for activity in told.get(state, ()):
            if activity not in known:
                since = None if state == "planned" else shift.today - timedelta(days=400)
                record_engagement(actor, at.pk, activity, state=state, since=since, evidence=told.get("evidence", ""))
    if "stakes" in told and is_new:
        edit_touchpoint(actor, account.pk, told["key"], version=None, **{name: _number(v) for name, v in told["stakes"].items()})
    measure = PerformanceMeasure.objects.filter(account_touchpoint=at, key="on-time-in-full").first()
    if "measure" in told and measure is not None and measure.version == 1:
        change_measure(actor, measure.pk, version=None, **{name: _number(v) for name, v in told["measure"].items()})
    if "label" in told and is_new:
        label_touchpoint(actor, account.pk, told["key"], version=None, label=told["label"], reason=told["label_reason"])
    if "figures" in told and measure is not None and measure.version == 1:
        # No shipment of theirs stands in the files: they report their own figure, once a quarter.
        measure.counted_from, measure.is_proxy, measure.proxy_name = PerformanceMeasure.CountedFrom.REPORTED, False, ""
        measure.save(update_fields=["counted_from", "is_proxy", "proxy_name"])
    for blockage in told.get("blockages", ()):
        if not Blockage.objects.filter(account_touchpoint=at, what=blockage["what"]).exists():
            note_blockage(
                actor, account.pk, told["key"], side=blockage["side"], what=blockage["what"], cost_per_year=Decimal(blockage["cost"])
            )


def _figure(actor: Actor, account: Account, key: str, told: Told, shift: Shift) -> None:
    """A figure that the customer reports itself, for the last quarter."""
    at = {"account_touchpoint__account": account, "account_touchpoint__touchpoint__key": key}
    measure = PerformanceMeasure.objects.filter(**at, key=told["measure"]).first()
    if measure is None or Observation.objects.filter(measure=measure).exists():
        return
    until = shift.today - timedelta(days=1)
    report_figure(actor, measure.pk, since=until - QUARTER, until=until, numerator=Decimal(told["good"]), denominator=Decimal(told["of"]))


def _profile(actor: Actor, account: Account, told: Told, shift: Shift) -> None:
    if Profile.objects.filter(account=account, perspective=told["perspective"]).exists():
        return
    given: dict[str, Any] = {name: told[name] for name in ("participants", "note") if name in told}
    given["in_session"] = told["perspective"] == Profile.Perspective.JOINT
    as_of = shift.today - timedelta(days=told["days_ago"])
    profile = draft_profile(actor, account.pk, perspective=told["perspective"], as_of=as_of, **given)
    for key, wanted in told["desired"].items():
        said = dict(wanted) if isinstance(wanted, dict) else {"activities": wanted}
        change = Decimal(str(said.pop("change"))) if "change" in said else None
        set_desired(actor, profile.pk, key, said.pop("activities", []), version=None, change=change, **said)
    for state in told.get("states", ()):
        move_profile(actor, profile.pk, version=None, to=state)


def _items(actor: Actor, account: Account, told: list[Told]) -> None:
    if not told or RoadmapItem.everything.filter(account=account).exists():
        return
    plan_from_gap(actor, account.pk)
    items = {item.activity.key: item for item in RoadmapItem.objects.filter(account=account).select_related("activity")}
    for one in told:
        item = items[one["activity"]]
        sizing = actor_of(User.objects.get(name=one["sized_by"])) if "sized_by" in one else actor
        size_item(sizing, item.pk, version=None, **_sizes(one))
        if "after" in one:
            item.requires.set([items[key] for key in one["after"]])
        if one.get("gated", False):
            approve_item(actor, item.pk, version=None)


def _sizes(told: Told) -> dict[str, Any]:
    money = {"cost": "investment_us", "their_cost": "investment_them", "returns": "return_us", "their_returns": "return_them"}
    sizes: dict[str, Any] = {field: [Decimal(str(told[name]))] for name, field in money.items() if name in told}
    if "returns" in told:
        sizes["return_low"], sizes["return_high"] = (
            Decimal(str(told["returns"])) * Decimal("0.6"),
            Decimal(str(told["returns"])) * Decimal("1.3"),
        )
    if "hours" in told:
        sizes["hours"] = {told.get("team", "Logistics"): [float(told["hours"])]}
    return sizes | {name: told[name] for name in ("needs", "title", "lasts", "not_before") if name in told}


def _value(actor: Actor, account: Account, told: Told, shift: Shift) -> None:
    enter_value(
        actor,
        account.pk,
        side=told["side"],
        component=told["component"],
        amount=Decimal(str(told["amount"])),
        currency=account.currency,
        period=shift.today - QUARTER * told.get("quarters_ago", 1),
        kind=told.get("kind", "claimed"),
        evidence=told.get("evidence", ""),
    )


def _number(value: Any) -> Any:
    return Decimal(str(value)) if isinstance(value, float) else value
