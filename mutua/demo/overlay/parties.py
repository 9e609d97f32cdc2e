"""Parties in the round: a company of three storeys, a household, what people allow, who trades with whom, where somebody worked before."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from mutua.customers.actions.affiliate_person import affiliate_person
from mutua.customers.actions.create_account import create_account
from mutua.customers.actions.create_household import create_household
from mutua.customers.actions.create_person import create_person
from mutua.customers.actions.edit_account import edit_account
from mutua.customers.actions.join_household import join_household
from mutua.customers.actions.link_trade import link_trade
from mutua.customers.actions.rate_value import rate_value
from mutua.customers.actions.record_consent import record_consent
from mutua.customers.actions.write_wording import write_wording
from mutua.customers.models import Account, Affiliation, Consent, Household, Person, TradingLink, ValueRating, Wording
from mutua.demo.noting import made_before, noted
from mutua.demo.overlay.reading import once, origin, overlay
from mutua.demo.shift import Shift
from mutua.foundation.access import Actor
from mutua.foundation.access.people import actor_of
from mutua.foundation.identity.models import User

Told = dict[str, Any]


def lay_parties(shift: Shift) -> None:
    """All of `parties.toml`, told as the work of whoever is responsible. A second load makes nothing twice."""
    told = overlay("parties.toml")
    by = actor_of(User.objects.get(name=told["owner"]))
    for one in told["company"]:
        _company(by, one)
    for one in told["trade"]:
        once(TradingLink, one["key"], partial(_trade, by, one))
    wordings = {one["purpose"]: _wording(by, one) for one in told["wordings"]}
    for one in told["consents"]:
        _consent(by, one, wordings, shift)
    for place, one in enumerate(told["ratings"]):
        once(ValueRating, f"parties-rating-{place}", partial(_rating, by, _named(told["rated_by"]), one, f"parties-rating-{place}", shift))
    once(Affiliation, "parties-earlier", partial(_earlier, by, told["earlier"], shift))
    _household(by, told["household"])


def _company(actor: Actor, told: Told) -> None:
    above = _named(told["under"]) if "under" in told else None
    if "find" in told:
        edit_account(actor, _named(told["find"]).pk, version=None, parent=above)
        return
    values = {name: told[name] for name in ("name", "roles", "country", "currency")}
    if "spend_per_year" in told:
        values["spend_per_year"] = Decimal(told["spend_per_year"])
    noted(once(Account, told["key"], lambda: create_account(actor, parent=above, **values, **origin(told["key"]))))


def _trade(actor: Actor, told: Told) -> TradingLink:
    return link_trade(
        actor, supplier=_named(told["from"]), buyer=_named(told["to"]), kind=told.get("kind", "supplies"),
        value_per_year=Decimal(told["value_per_year"]), currency=told["currency"], **origin(told["key"]),
    )  # fmt: skip


def _wording(actor: Actor, told: Told) -> Wording:
    return made_before(Wording, purpose=told["purpose"]) or noted(write_wording(_writer(actor), **told))


def _writer(actor: Actor) -> Actor:
    """Who may write wordings: a representative may not, the lead of the team may."""
    return actor_of(User.objects.get(name="Ben Okafor"))


def _consent(actor: Actor, told: Told, wordings: dict[str, Wording], shift: Shift) -> None:
    person, given = _person(told["person"]), told["given"]
    if Consent.objects.filter(person=person, purpose=told["purpose"], channel=told["channel"], given=given).exists():
        return
    record_consent(
        actor, person, purpose=told["purpose"], channel=told["channel"], given=given, how=told["how"], proof=told.get("proof", ""),
        wording=wordings[told["purpose"]] if told.get("read") else None, at=_hour(shift, told["days_ago"]),
    )  # fmt: skip


def _rating(actor: Actor, account: Account, told: Told, key: str, shift: Shift) -> ValueRating:
    values = {name: value for name, value in told.items() if name != "days_ago"}
    return rate_value(actor, account, rated_on=shift.today - timedelta(days=told["days_ago"]), **values, **origin(key))


def _earlier(actor: Actor, told: Told, shift: Shift) -> Affiliation:
    since, until = (shift.today - timedelta(days=told[end]) for end in ("since", "until"))
    return affiliate_person(
        actor, _person(told["person"]), account_id=_named(told["at"]).pk, job_title=told["title"], since=since, until=until,
        **origin("parties-earlier"),
    )  # fmt: skip


def _household(actor: Actor, told: Told) -> None:
    household = noted(
        once(Household, told["key"], lambda: create_household(actor, name=told["name"], address=told["address"], **origin(told["key"])))
    )
    whose = told["with"]
    other = noted(
        once(
            Person,
            f"{told['key']}-with",
            lambda: create_person(actor, given_name=whose["given"], family_name=whose["family"], **origin(f"{told['key']}-with")),
        )
    )
    for person, role in ((_person(told["joins"]), "adult"), (other, "partner")):
        if not household.members.filter(person=person).exists():
            join_household(actor, household, person=person, role=role)


def _named(name: str) -> Account:
    found: Account = Account.objects.get(name=name)
    return found


def _person(key: str) -> Person:
    found: Person = Person.objects.get(**origin(key))
    return found


def _hour(shift: Shift, days_ago: int) -> datetime:
    return datetime.combine(shift.today - timedelta(days=days_ago), time(10, 15), tzinfo=UTC)
