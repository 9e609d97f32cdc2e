"""Records for tests: each function makes one that is valid, with what the test does not care about filled in."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.utils import timezone

from mutua.customers.models import (
    Account,
    Affiliation,
    Assignment,
    Consent,
    ContactPoint,
    Department,
    Household,
    HouseholdMember,
    Need,
    Person,
    TradingLink,
    ValueRating,
)
from mutua.customers.rules.normalised import normalise
from mutua.foundation.access import Actor
from mutua.foundation.identity.models import User

_number = count(1)


def user_id_of(owner: Actor | User | None) -> int | None:
    """An owner given as actor or as user."""
    return owner.user_id if isinstance(owner, Actor) else owner.pk if owner is not None else None


def make_account(*, owner: Actor | User | None = None, **values: Any) -> Account:
    values.setdefault("name", f"Account {next(_number)}")
    values.setdefault("roles", ["customer"])
    values.setdefault("currency", "USD")
    account = Account.objects.create(owner_id=user_id_of(owner), **values)
    account.refresh_from_db()
    return account


def make_person(*, owner: Actor | User | None = None, account: Account | None = None, **values: Any) -> Person:
    """A person; with `account`, one who works there."""
    values.setdefault("given_name", "Thandiwe")
    values.setdefault("family_name", f"Mwansa {next(_number)}")
    person = Person.objects.create(owner_id=user_id_of(owner), **values)
    person.refresh_from_db()
    if account is not None:
        make_affiliation(person=person, account=account)
    return person


def make_department(account: Account | None = None, **values: Any) -> Department:
    """A department of `account`; without one, ours."""
    values.setdefault("name", f"Department {next(_number)}")
    return Department.objects.create(account=account, **values)


def make_affiliation(*, person: Person | None = None, account: Account | None = None, **values: Any) -> Affiliation:
    return Affiliation.objects.create(person=person or make_person(), account=account or make_account(), **values)


def make_assignment(*, account: Account, user: Actor | User, **values: Any) -> Assignment:
    return Assignment.objects.create(account=account, user_id=user_id_of(user), **values)


def make_contact_point(
    *, person: Person | None = None, account: Account | None = None, kind: str = "mail", value: str = "", **values: Any
) -> ContactPoint:
    value = value or f"person{next(_number)}@example.org"
    if person is None and account is None:
        person = make_person()
    return ContactPoint.objects.create(person=person, account=account, kind=kind, value=value, normalised=normalise(kind, value), **values)


def make_need(account: Account | None = None, **values: Any) -> Need:
    values = {"words": "Two days shorter from order to delivery", "importance": 4, "noted_on": timezone.now().date(), **values}
    return Need.objects.create(account=account if account or values.get("person") else make_account(), **values)


def make_value_rating(account: Account | None = None, **values: Any) -> ValueRating:
    values = {"component": "service", "ours": 7, "rated_on": timezone.now().date(), **values}
    return ValueRating.objects.create(account=account or make_account(), **values)


def make_trading_link(*, supplier: Account | None = None, buyer: Account | None = None, **values: Any) -> TradingLink:
    return TradingLink.objects.create(supplier=supplier or make_account(roles=["supplier"]), buyer=buyer or make_account(), **values)


def make_consent(person: Person | None = None, **values: Any) -> Consent:
    now = timezone.now()
    values = {"purpose": "news", "channel": "mail", "given": True, "how": "form", "at": now, "recorded_at": now, **values}
    return Consent.objects.create(person=person or make_person(), **values)


def make_household(*people: Person, owner: Actor | User | None = None, **values: Any) -> Household:
    """A household to which these people belong."""
    values.setdefault("name", f"Household {next(_number)}")
    household = Household.objects.create(owner_id=user_id_of(owner), **values)
    for person in people:
        HouseholdMember.objects.create(household=household, person=person)
    household.refresh_from_db()
    return household
