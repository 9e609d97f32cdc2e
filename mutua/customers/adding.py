"""From a detail's form to the act that adds it: one line a kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mutua.customers.actions.add_contact_point import add_contact_point
from mutua.customers.actions.add_department import add_department
from mutua.customers.actions.add_identifier import add_identifier
from mutua.customers.actions.add_need import add_need
from mutua.customers.actions.affiliate_person import affiliate_person
from mutua.customers.actions.assign_colleague import assign_colleague
from mutua.customers.actions.link_trade import link_trade
from mutua.customers.actions.rate_value import rate_value
from mutua.customers.models import Account, Person
from mutua.foundation.access import Actor, NotFound
from mutua.foundation.records.models import Record

Add = Callable[..., Record]


def adder(actor: Actor, key: str, party: Account | Person | None) -> Add:
    """The act that adds a detail of this kind to the party. Raises NotFound where a party of its kind has no such detail."""
    if not isinstance(party, _FITTING.get(key, ())):
        raise NotFound(key)
    return _ADDERS[key](actor, party)


def _affiliation(actor: Actor, party: Any) -> Add:
    def add(*, other: Any, **values: Any) -> Record:
        person, account = (other, party) if isinstance(party, Account) else (party, other)
        return affiliate_person(actor, person, account_id=account.pk, **values)

    return add


def _trading_link(actor: Actor, party: Any) -> Add:
    def add(*, partner: Account, direction: str, **values: Any) -> Record:
        supplier, buyer = (partner, party) if direction == "from" else (party, partner)
        return link_trade(actor, supplier=supplier, buyer=buyer, **values)

    return add


_ADDERS: dict[str, Callable[[Actor, Any], Add]] = {
    "department": lambda actor, party: lambda **values: add_department(actor, party, **values),
    "assignment": lambda actor, party: lambda **values: assign_colleague(actor, party, **values),
    "affiliation": _affiliation,
    "contact-point": lambda actor, party: lambda **values: add_contact_point(actor, party, **values),
    "identifier": lambda actor, party: lambda **values: add_identifier(actor, party, **values),
    "need": lambda actor, party: lambda **values: add_need(actor, party, **values),
    "value-rating": lambda actor, party: lambda **values: rate_value(actor, party, **values),
    "trading-link": _trading_link,
}
_FITTING: dict[str, tuple[type, ...]] = {
    "department": (Account, type(None)),
    "assignment": (Account,),
    "affiliation": (Account, Person),
    "contact-point": (Account, Person),
    "identifier": (Account, Person),
    "need": (Account, Person),
    "value-rating": (Account,),
    "trading-link": (Account,),
}
