"""Converting: a qualified lead becomes an account, a person and a deal, each new or one that is there already."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.catalog.models import Product
from mutua.customers.actions.add_contact_point import add_contact_point
from mutua.customers.actions.affiliate_person import affiliate_person
from mutua.customers.actions.create_account import create_account
from mutua.customers.actions.create_person import create_person
from mutua.customers.models import Account, Affiliation, ContactPoint, Person
from mutua.customers.queries.accounts import account_for
from mutua.customers.queries.people import person_for
from mutua.daybook.actions.note_interaction import note_interaction
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.models import Record
from mutua.foundation.records.saving import store
from mutua.sales.actions.carry_papers import carry_papers
from mutua.sales.actions.create_opportunity import create_opportunity
from mutua.sales.actions.keep_lead_consent import write_into_ledger
from mutua.sales.actions.lead_refusals import check_can_become
from mutua.sales.lead_events import LeadConverted
from mutua.sales.models import Lead, LeadConversion
from mutua.sales.queries.leads import lead_for


@dataclass(frozen=True)
class Deal:
    """The deal to be opened. amount None: the list price of the product, or nothing."""

    name: str = ""
    product: Product | None = None
    amount: Decimal | None = None
    currency: str = ""
    expected_on: date | None = None


@dataclass
class Made:
    """What the conversion adds, as it comes into being."""

    records: dict[str, list[Record]] = field(default_factory=dict)

    def note(self, kind: str, record: Record) -> None:
        self.records.setdefault(kind, []).append(record)

    def as_it_stands(self) -> dict[str, list[list[int]]]:
        """kind → [number, version]: read again, since later steps may have written to what earlier ones made."""
        return {
            kind: [[one.pk, type(one).everything.values_list("version", flat=True).get(pk=one.pk)] for one in records]
            for kind, records in self.records.items()
        }


@transaction.atomic
def convert_lead(
    actor: Actor,
    lead_id: int,
    *,
    version: int | None,
    account: Account | None = None,
    person: Person | None = None,
    with_person: bool = True,
    deal: Deal | None = None,
) -> LeadConversion:
    """The conversion. account, person: those that it is already; None: new ones. deal None: none is opened. The deal serves the lead's strategy.

    What was said, consents, files and notes go along. Raises NotFound, NotAllowed, StaleVersion, Refused; then nothing of it was kept.
    """
    lead = locked(lead_for(actor, lead_id), version)
    require(actor, "sales.lead.convert", lead)
    check_can_become(lead, Lead.State.CONVERTED)

    made = Made()
    account = account_for(actor, account.pk) if account is not None else _new_account(actor, lead, made)
    if with_person and (person is not None or lead.person_name):
        person = _person(actor, lead, account, person, made)
    else:
        person = None
    if person is not None:
        write_into_ledger(actor, lead, person)
    opened = None
    if deal is not None:
        opened = _open(actor, lead, account, deal)
        made.note("deal", opened)
    if lead.message:
        made.note("interaction", _what_they_said(actor, lead, account, person))
    moved = carry_papers(("lead", lead.pk), ("opportunity", opened.pk) if opened else ("account", account.pk), account.pk)
    conversion = LeadConversion(
        lead=lead,
        account=account,
        person=person,
        opportunity=opened,
        made=made.as_it_stands(),
        moved=moved,
        by_id=actor.user_id,
        by_name=actor.name,
    )
    store(conversion)
    lead.state = Lead.State.CONVERTED
    store(lead, update_fields=["state"])

    announce(
        LeadConverted(lead_id=lead.pk, account_id=account.pk, opportunity_id=opened.pk if opened else None, lead=lead.name), actor=actor
    )
    return conversion


def _new_account(actor: Actor, lead: Lead, made: Made) -> Account:
    if not lead.organisation:
        raise Refused(
            _("The lead names no organisation. Choose an account, or write the organisation’s name first; nothing was changed."),
            field="account",
        )
    known = {"industry": lead.industry, "country": lead.country, "website": lead.website}
    account = create_account(
        actor, name=lead.organisation, currency=lead.currency, owner=lead.owner, roles=[Account.Role.PROSPECT.value],
        **{name: value for name, value in known.items() if value},
    )  # fmt: skip
    made.note("account", account)
    return account


def _person(actor: Actor, lead: Lead, account: Account, known: Person | None, made: Made) -> Person:
    if known is None:
        person = create_person(actor, given_name=lead.given_name, family_name=lead.family_name, owner=lead.owner)
        made.note("person", person)
    else:
        person = person_for(actor, known.pk)
    if not Affiliation.objects.filter(person=person, account=account, until=None).exists():
        made.note("affiliation", affiliate_person(actor, person, account_id=account.pk, job_title=lead.job_title))
    for kind in ("mail", "phone"):
        value, normalised = getattr(lead, kind), getattr(lead, f"{kind}_normalised")
        points = ContactPoint.objects.filter(person=person, kind=kind)
        if value and not points.filter(normalised=normalised).exists():
            made.note("contact-point", add_contact_point(actor, person, kind=kind, value=value, preferred=not points.exists()))
    return person


def _open(actor: Actor, lead: Lead, account: Account, deal: Deal) -> Any:
    values: dict[str, Any] = {
        "account": account, "product": deal.product, "name": deal.name or _deal_name(lead, account), "amount": deal.amount, "owner": lead.owner,
        "currency": deal.currency or lead.currency, "expected_on": deal.expected_on, "strategy": lead.strategy,
    }  # fmt: skip
    return create_opportunity(actor, **values)


def _deal_name(lead: Lead, account: Account) -> str:
    return " · ".join(str(part) for part in (lead.offering, account) if part)[:200]


def _what_they_said(actor: Actor, lead: Lead, account: Account, person: Person | None) -> Record:
    return note_interaction(
        actor, account.pk, body=lead.message, channel="mail" if lead.mail else "note", person_id=person.pk if person else None, side="them",
        at=lead.arrived_at,
    )  # fmt: skip
