"""What may be done with accounts and people, and who sees which row."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from mutua.customers.models import (
    Account,
    Affiliation,
    Assignment,
    Consent,
    ContactPoint,
    Department,
    DuplicatePair,
    Household,
    HouseholdMember,
    Identifier,
    Merge,
    Need,
    Person,
    TradingLink,
    ValueRating,
    Wording,
)
from mutua.foundation.access import Actor, declare, everybody, owner_rows, sees, through

LOOK = ("manager", "representative", "agent", "marketer", "executive")
WORK = ("manager", "representative")

declare("customers.account.view", _("See accounts"), roles=LOOK)
declare("customers.account.create", _("Add accounts"), roles=WORK)
declare("customers.account.edit", _("Change accounts, their departments, needs and ratings"), roles=WORK)
declare("customers.account.delete", _("Delete accounts"), roles=WORK)
declare("customers.person.view", _("See people"), roles=LOOK)
declare("customers.person.create", _("Add people"), roles=(*WORK, "agent"))
declare("customers.person.edit", _("Change people and where they work"), roles=(*WORK, "agent"))
declare("customers.person.delete", _("Delete people"), roles=WORK)
declare("customers.consent.record", _("Record what people allow and take back"), roles=(*WORK, "agent", "marketer"))
declare("customers.wording.write", _("Write the wordings that people consent to"), roles=("manager", "marketer"))
declare("customers.record.merge", _("Merge records that are one, and take a merge back"), roles=WORK)
declare("customers.duplicate.view", _("See which records may be one"), roles=WORK)
declare("customers.duplicate.scan", _("Look for duplicates among everything, and say which source is trusted most"), roles=("manager",))


def people_rows(actor: Actor, model: type[Model]) -> Q:
    """People who are one's own, or who work for an account that one sees.

    A union of two index scans: an OR over a join would read every person for a representative who sees a few hundred.
    """
    own = Person.everything.filter(owner__in=sorted(actor.owner_ids)).values("pk")
    at_accounts = Affiliation.objects.filter(account__owner__in=sorted(actor.owner_ids)).order_by().values("person")
    return Q(pk__in=own.union(at_accounts, all=True))


def of_party(actor: Actor, model: type[Model]) -> Q:
    """What hangs on an account or on a person is seen by whoever sees that account or person."""
    hangs_on_account = Account.everything.filter(owner__in=sorted(actor.owner_ids)).values("pk")
    return Q(account__in=hangs_on_account) | Q(person__in=Person.everything.filter(people_rows(actor, Person)).values("pk"))


def of_person(actor: Actor, model: type[Model]) -> Q:
    return Q(person__in=Person.everything.filter(people_rows(actor, Person)).values("pk"))


def household_rows(actor: Actor, model: type[Model]) -> Q:
    """Households that are one's own, or to which somebody belongs whom one sees."""
    own = Household.everything.filter(owner__in=sorted(actor.owner_ids)).values("pk")
    members = HouseholdMember.objects.filter(of_person(actor, HouseholdMember)).order_by().values("household")
    return Q(pk__in=own) | Q(pk__in=members)


def our_own_or_of_account(actor: Actor, model: type[Model]) -> Q:
    return Q(account=None) | through("account")(actor, model)


def trading_rows(actor: Actor, model: type[Model]) -> Q:
    return through("supplier", "buyer")(actor, model)


def both_seen(actor: Actor, model: type[Model]) -> Q:
    """A pair is seen by whoever sees both of its records."""
    seen = Account.everything.filter(owner__in=sorted(actor.owner_ids)).values("pk")
    people = Person.everything.filter(people_rows(actor, Person)).values("pk")
    return Q(left_account__in=seen, right_account__in=seen) | Q(left_person__in=people, right_person__in=people)


def survivor_seen(actor: Actor, model: type[Model]) -> Q:
    """A merge is seen by whoever sees the record that it left."""
    return through("survivor_account", "survivor_person")(actor, model)


_ROWS: dict[type[Model], tuple[Any, str]] = {
    Account: (owner_rows("owner"), "customers.account.view"),
    Department: (our_own_or_of_account, "customers.account.view"),
    Assignment: (through("account"), "customers.account.view"),
    ValueRating: (through("account"), "customers.account.view"),
    TradingLink: (trading_rows, "customers.account.view"),
    Need: (of_party, "customers.account.view"),
    Identifier: (of_party, "customers.account.view"),
    Person: (people_rows, "customers.person.view"),
    Affiliation: (through("account"), "customers.person.view"),
    ContactPoint: (of_party, "customers.person.view"),
    Household: (household_rows, "customers.person.view"),
    HouseholdMember: (of_person, "customers.person.view"),
    Consent: (of_person, "customers.person.view"),
    Wording: (everybody(), "customers.person.view"),
    DuplicatePair: (both_seen, "customers.duplicate.view"),
    Merge: (survivor_seen, "customers.account.view"),
}
for _model, (_rows, _permission) in _ROWS.items():
    sees(_model, _rows, permission=_permission)
