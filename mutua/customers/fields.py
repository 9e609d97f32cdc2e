"""What lists, filters, segments and exports know of accounts and people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.customers.details import DETAILS
from mutua.customers.models import (
    Account,
    Affiliation,
    ContactPoint,
    Department,
    DuplicatePair,
    Household,
    Need,
    Person,
    ValueRating,
)
from mutua.customers.models.merge import PARTY_KINDS
from mutua.foundation.access import Actor
from mutua.foundation.access.hidden import Beside, follows, hidden_keys, hides, hides_rows
from mutua.foundation.fields.kinds import takes_custom_fields
from mutua.foundation.fields.registry import field, has_many, leads_to
from mutua.foundation.identity.models import User


def _owners() -> Iterable[tuple[str, Any]]:
    from mutua.customers.queries.colleagues import colleagues

    return [(str(pk), name) for pk, name in colleagues().values_list("pk", "name")]


def _colleagues(actor: Actor) -> Any:
    from mutua.customers.queries.colleagues import colleagues

    return colleagues()


def _tiers() -> Iterable[tuple[str, Any]]:
    return [(str(value), label) for value, label in Account.Tier.choices]


# Without its name a record cannot be told from others, its owner says who sees it, and an amount without its currency says nothing: these, roles and parents
# stay; what else is known of a record can be hidden from a role.
_ACCOUNT = {
    "industry": "industry",
    "country": "country",
    "tier": "tier",
    "spend": "spend_per_year",
    "category_spend": "category_spend",
    "website": "website",
    "note": "note",
}
ADDRESS_PARTS = ("street", "street_2", "postcode", "city", "region")
# By the kind of contact point
_REACH = {
    "mail": Beside(_("Mail addresses"), ("mail", "other_mail")),
    "phone": Beside(_("Telephones"), ("phone", "mobile", "other_phone")),
    "postal": Beside(_("Postal addresses"), ("address", *(f"{of}{part}" for of in ("", "delivery_") for part in ADDRESS_PARTS))),
}
# How likely two records are one is computed of all of these; the evidence that rests on one is left out by itself.
follows("duplicate.probability", "account.website", *(f"{_party}.{_key}" for _party in ("account", "person") for _key in _REACH))
hides(Account, "account", _ACCOUNT, beside=_REACH)
hides(Person, "person", {"time_zone": "time_zone", "languages": "languages", "note": "note"}, beside=_REACH)
hides(Household, "household", {"address": "address", "note": "note"})


def _kept_back(actor: Actor) -> Q:
    hidden = {party: sorted(_REACH.keys() & hidden_keys(actor, party)) for party in ("account", "person")}
    return Q(account__isnull=False, kind__in=hidden["account"]) | Q(person__isnull=False, kind__in=hidden["person"])


hides_rows(ContactPoint, _kept_back)

takes_custom_fields("account", _("Accounts"), Account)
takes_custom_fields("person", _("People"), Person)
takes_custom_fields("household", _("Households"), Household)
for _detail in DETAILS.values():
    _kind = str(_detail.model._meta.model_name)
    takes_custom_fields(_kind, _detail.plural, _detail.model)
    hides(_detail.model, _kind, {})

field("account", key="name", label=_("Name"), kind="text")
field("account", key="roles", label=_("Role"), kind="multi", choices=lambda: Account.Role.choices)
field("account", key="industry", label=_("Industry"), kind="text")
field("account", key="country", label=_("Country"), kind="text")
field("account", key="currency", label=_("Currency"), kind="text")
field("account", key="owner", label=_("Owner"), kind="link", path="owner_id", choices=_owners)
field("account", key="tier", label=_("Tier"), kind="number", choices=_tiers)
field("account", key="spend", label=_("Spend per year"), kind="money", path="spend_per_year", currency="currency")
field("account", key="category_spend", label=_("Category spend per year"), kind="money", currency="currency")
field("account", key="website", label=_("Website"), kind="text")
field("account", key="note", label=_("Note"), kind="text")
field("account", key="parent", label=_("Parent account"), kind="link", path="parent_id")
field("account", key="created", label=_("Added on"), kind="date", path="created_at__date")
field("account", key="changed", label=_("Changed on"), kind="date", path="updated_at__date")
field("account", key="source", label=_("Source"), kind="text")

field("person", key="given_name", label=_("Given name"), kind="text")
field("person", key="family_name", label=_("Family name"), kind="text")
field("person", key="time_zone", label=_("Time zone"), kind="text")
field("person", key="languages", label=_("Language"), kind="multi")
field("person", key="note", label=_("Note"), kind="text")
field("person", key="owner", label=_("Owner"), kind="link", path="owner_id", choices=_owners)
field("person", key="created", label=_("Added on"), kind="date", path="created_at__date")
field("person", key="source", label=_("Source"), kind="text")

field("household", key="name", label=_("Name"), kind="text")
field("household", key="address", label=_("Address"), kind="text")
field("household", key="note", label=_("Note"), kind="text")
field("household", key="owner", label=_("Owner"), kind="link", path="owner_id", choices=_owners)
field("household", key="created", label=_("Added on"), kind="date", path="created_at__date")
field("household", key="changed", label=_("Changed on"), kind="date", path="updated_at__date")
field("household", key="source", label=_("Source"), kind="text")

field("affiliation", key="job_title", label=_("Job title"), kind="text")
field("affiliation", key="buying_role", label=_("Part in buying"), kind="choice", choices=lambda: Affiliation.BuyingRole.choices)
field("affiliation", key="since", label=_("Since"), kind="date")
field("affiliation", key="until", label=_("Until"), kind="date")

field("department", key="name", label=_("Name"), kind="text")
field("department", key="function", label=_("Function"), kind="choice", choices=lambda: Department.Function.choices)
field("need", key="words", label=_("Words"), kind="text")
field("need", key="importance", label=_("Importance"), kind="number")
field("need", key="satisfaction", label=_("Satisfaction"), kind="number")
field("need", key="noted_on", label=_("Noted on"), kind="date")
field("need", key="closed_on", label=_("Closed on"), kind="date")
field("valuerating", key="component", label=_("Component"), kind="choice", choices=lambda: ValueRating.Component.choices)
field("valuerating", key="ours", label=_("Our rating"), kind="number")
field("valuerating", key="next_best", label=_("The next best supplier’s"), kind="number")
field("valuerating", key="rated_on", label=_("Rated on"), kind="date")

# Who our people are, everybody knows; when they signed in and what they may do is told on their own list only.
for _kind in ("account", "person", "household"):
    leads_to(_kind, key="owner", label=_("Owner"), to="user", model=User, seen=_colleagues, only=("name", "team"))
leads_to("account", key="parent", label=_("Parent account"), to="account", model=Account)
leads_to("affiliation", key="person", label=_("Person"), to="person", model=Person)
leads_to("affiliation", key="account", label=_("Account"), to="account", model=Account)
has_many("account", key="subsidiaries", label=_("Accounts below it"), to="account", model=Account, via="parent")
for _kind, _model in (("department", Department), ("need", Need), ("valuerating", ValueRating)):
    leads_to(_kind, key="account", label=_("Account"), to="account", model=Account)
leads_to("need", key="person", label=_("Person"), to="person", model=Person)
has_many("account", key="departments", label=_("Departments"), to="department", model=Department, via="account")
has_many("account", key="needs", label=_("Needs"), to="need", model=Need, via="account")
has_many("account", key="ratings", label=_("Ratings"), to="valuerating", model=ValueRating, via="account")
has_many("person", key="needs", label=_("Needs"), to="need", model=Need, via="person")
has_many("account", key="people", label=_("People who work there"), to="affiliation", model=Affiliation, via="account")
has_many("person", key="employers", label=_("Accounts they work for"), to="affiliation", model=Affiliation, via="person")

field("duplicate", key="kind", label=_("Kind"), kind="choice", choices=lambda: PARTY_KINDS)
field("duplicate", key="state", label=_("State"), kind="choice", choices=lambda: DuplicatePair.State.choices)
field("duplicate", key="found_by", label=_("Found by"), kind="choice", choices=lambda: DuplicatePair.FoundBy.choices)
field("duplicate", key="probability", label=_("Probability, 0 to 1"), kind="number")
field("duplicate", key="cautioned", label=_("With a caution"), kind="bool")
field("duplicate", key="sources", label=_("Source"), kind="multi")
field("duplicate", key="found", label=_("Found on"), kind="date", path="found_at__date")
