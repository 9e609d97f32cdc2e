"""On which record somebody stands: read from the address of the page, so that what is noted there is noted about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.urls import Resolver404, resolve

from mutua.backoffice.models import Asset, Invoice, Order, Shipment
from mutua.customers.models import Account, Person
from mutua.customers.queries.accounts import accounts_seen
from mutua.customers.queries.people import people_seen
from mutua.daybook.models import Interaction, Meeting, Task
from mutua.foundation.access import Actor, visible_to
from mutua.relationships.models import Engagement, PerformanceMeasure, Profile, RoadmapItem


@dataclass(frozen=True)
class Ground:
    """The account and the person that a page is about, as far as the actor sees them."""

    account: Account | None = None
    person: Person | None = None


Rows = Callable[[Actor], QuerySet[Any]]
# {parameter of an address: (rows that the actor sees, their column with the account's number, and with the person's)}
_leads: dict[str, tuple[Rows, str, str]] = {}


def stands_on(parameter: str, rows: Rows, *, account: str = "account_id", person: str = "") -> None:
    """Pages whose address has this parameter are about a row of `rows`. account, person: columns; empty: it leads to none."""
    _leads[parameter] = (rows, account, person)


def ground_of(actor: Actor, address: str) -> Ground:
    """What the page at this address is about; nothing for a page about nothing, or about what the actor does not see."""
    try:
        kwargs = resolve(urlsplit(address).path).kwargs
    except (Resolver404, ValueError):
        return Ground()
    for parameter, (rows, account, person) in _leads.items():
        if not isinstance(number := kwargs.get(parameter), int):
            continue
        found = rows(actor).filter(pk=number).values_list(account or "pk", person or "pk").first()
        if found is None:
            return Ground()
        # Who sees the row need not see everybody in it.
        return Ground(
            accounts_seen(actor).filter(pk=found[0]).first() if account else None,
            people_seen(actor).filter(pk=found[1]).first() if person else None,
        )
    return Ground()


def _seen(model: type[Any]) -> Rows:
    return lambda actor: visible_to(actor, model.objects.all())


stands_on("account_id", accounts_seen, account="pk")
stands_on("person_id", people_seen, account="", person="pk")
stands_on("interaction_id", _seen(Interaction), person="person_id")
stands_on("meeting_id", _seen(Meeting))
stands_on("task_id", _seen(Task), person="promised_to_id")
stands_on("profile_id", _seen(Profile))
stands_on("item_id", _seen(RoadmapItem))
stands_on("measure_id", _seen(PerformanceMeasure), account="account_touchpoint__account_id")
stands_on("engagement_id", _seen(Engagement), account="account_touchpoint__account_id")
stands_on("shipment_id", _seen(Shipment))
for _parameter, _model in (("order_id", Order), ("invoice_id", Invoice), ("asset_id", Asset)):
    stands_on(_parameter, _seen(_model), person="person_id")
