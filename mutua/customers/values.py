"""What may be written into an account or a person, and what is asked before it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from mutua.customers.models import Account, Person
from mutua.customers.queries.accounts import account_for, line_above
from mutua.customers.rules import hierarchy
from mutua.foundation.access import Actor, NotFound
from mutua.foundation.records import filling
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.models import Record
from mutua.foundation.tags.actions.settle_tags import settled

ACCOUNT_FIELDS = (
    "name", "trading_names", "parent", "roles", "industry", "country", "currency", "owner", "tier", "spend_per_year", "category_spend",
    "website", "note", "tags", "custom", "source", "source_key",
)  # fmt: skip
PERSON_FIELDS = ("given_name", "family_name", "languages", "time_zone", "owner", "note", "tags", "custom", "source", "source_key")
HOUSEHOLD_FIELDS = ("name", "address", "owner", "note", "custom", "source", "source_key")


def fill(record: Record, values: Mapping[str, Any], allowed: tuple[str, ...]) -> list[str]:
    """As records fill one, with the tags as they are written already."""
    return filling.fill(record, {name: settled(value) if name == "tags" else value for name, value in values.items()}, allowed)


def check_account(actor: Actor, account: Account, changed: list[str]) -> None:
    """Raises Refused for a parent that is not to be seen or would make a circle, and for an account without a role."""
    account.name = account.name.strip()
    account.currency = account.currency.upper()
    if "parent" in changed and account.parent_id is not None:
        _check_parent(actor, account)
    if not account.roles:
        raise Refused(_("An account has at least one role. Nothing was saved; choose one."), field="roles")


def check_person(person: Person) -> None:
    """Raises Refused for a person without any name."""
    person.given_name, person.family_name = person.given_name.strip(), person.family_name.strip()
    if not person.name:
        raise Refused(_("A person has a given name or a family name. Nothing was saved; enter one."), field="given_name")


def _check_parent(actor: Actor, account: Account) -> None:
    with connection.cursor() as cursor:
        # Two people who hang two accounts below each other at once would both find no circle.
        cursor.execute("select pg_advisory_xact_lock(hashtext('customers.hierarchy'))")
    try:
        account_for(actor, account.parent_id or 0)
    except NotFound:
        raise Refused(_("There is no such parent account, or it is not yours to see."), field="parent") from None
    line = line_above(account.parent_id)
    if hierarchy.makes_a_circle(account.pk, line):
        raise Refused(
            _("%(parent)s stands below this account already, so it cannot stand above it. Nothing was saved.") % {"parent": account.parent},
            field="parent",
        )
    if hierarchy.is_too_deep(line):
        raise Refused(_("Accounts stand at most %(n)s deep. Nothing was saved.") % {"n": hierarchy.DEEPEST}, field="parent")
