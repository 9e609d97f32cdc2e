"""What of an account or a person can be changed in place in a list, and so for many rows at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from mutua.customers.actions.edit_account import edit_account
from mutua.customers.actions.edit_person import edit_person
from mutua.customers.models import Account
from mutua.customers.queries.accounts import accounts_seen
from mutua.customers.queries.colleagues import colleagues
from mutua.customers.queries.people import people_seen
from mutua.foundation.access import Actor, require
from mutua.foundation.lists import CellEdit, Done, Earlier
from mutua.foundation.records.actions.put_back import of_own_act, put_back
from mutua.foundation.records.errors import Refused

Choices = Callable[[Actor], Sequence[tuple[str, Any]]]


def account_edit(name: str, read: Callable[[str], Any], choices: Choices | None = None) -> CellEdit:
    def save(actor: Actor, account_id: int, version: int | None, text: str) -> None:
        edit_account(actor, account_id, version=version, **{name: read(text)})

    return CellEdit("customers.account.edit", save, current=lambda row: getattr(row, _column(name)), choices=choices)


def person_edit(name: str, read: Callable[[str], Any], choices: Choices | None = None) -> CellEdit:
    def save(actor: Actor, person_id: int, version: int | None, text: str) -> None:
        edit_person(actor, person_id, version=version, **{name: read(text)})

    return CellEdit(
        "customers.person.edit", save, current=lambda row: getattr(row, f"{name}_id" if name == "owner" else name), choices=choices
    )


def _column(name: str) -> str:
    return "owner_id" if name == "owner" else name


def text(given: str) -> str:
    return " ".join(given.split())


def tier(given: str) -> int | None:
    if given and given not in map(str, Account.Tier.values):
        raise Refused(_("A tier is 1, 2 or 3. Nothing was changed."))
    return int(given) if given else None


def tiers(actor: Actor) -> Sequence[tuple[str, Any]]:
    return [("", "—"), *((str(value), label) for value, label in Account.Tier.choices)]


def amount(given: str) -> Decimal | None:
    if not given.strip():
        return None
    try:
        read = Decimal(given.replace(" ", "").replace(",", ""))
    except InvalidOperation:
        raise Refused(_("“%(text)s” is no amount: write it like 12500.50. Nothing was changed.") % {"text": given[:40]}) from None
    if not read.is_finite() or read < 0:
        raise Refused(_("An amount is not below nothing. Nothing was changed."))
    return read


def owner(given: str) -> Any:
    found = colleagues().filter(pk=int(given)).first() if given.isdecimal() and len(given) < 19 else None
    if found is None:
        raise Refused(_("There is no such colleague. Nothing was changed."))
    return found


def owners(actor: Actor) -> Sequence[tuple[str, Any]]:
    return [(str(colleague.pk), colleague.name) for colleague in colleagues()]


def put_accounts_back(actor: Actor, ids: list[int], earlier: Earlier) -> Done:
    """Undo of a change of many accounts."""
    require(actor, "customers.account.edit")
    own = of_own_act(actor)
    return _put_back(accounts_seen(own).filter(pk__in=ids), earlier, partial(edit_account, own))


def put_people_back(actor: Actor, ids: list[int], earlier: Earlier) -> Done:
    """Undo of a change of many people."""
    require(actor, "customers.person.edit")
    own = of_own_act(actor)
    return _put_back(people_seen(own).filter(pk__in=ids), earlier, partial(edit_person, own))


def _put_back(rows: QuerySet[Any], earlier: Earlier, edit: Callable[..., Any]) -> Done:
    count, left = put_back(rows, earlier.run_id, lambda record, values: edit(record.pk, version=None, **values))
    return Done(count, left=left)
