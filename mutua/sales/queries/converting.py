"""What a lead may be already, and what it became."""

from __future__ import annotations

from typing import Any

from mutua.customers.likeness import accounts_like, people_like
from mutua.customers.queries.accounts import accounts_seen
from mutua.customers.queries.people import people_seen, working_for
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.imports.importer import Like
from mutua.sales.models import Lead, LeadConversion
from mutua.sales.queries.opportunities import opportunities_seen

MOST = 6


def accounts_alike(actor: Actor, lead: Lead) -> list[Like]:
    """Accounts that the lead may be, by the marks by which an import finds them, and where the people work who it may be."""
    values = {"name": lead.organisation, "website": lead.website, "country": lead.country}
    found = accounts_like(actor, [(1, values)])[1] if lead.organisation or lead.website else []
    known = {one.record_id for one in found}
    for like in people_alike(actor, lead):
        person = people_seen(actor).filter(pk=like.record_id).first()
        for number, name in working_for(actor, person) if person is not None else []:
            if number not in known:
                known.add(number)
                account = accounts_seen(actor).get(pk=number)
                found.append(Like(number, name, str(person), account.get_absolute_url(), like.may_change))
    return found[:MOST]


def people_alike(actor: Actor, lead: Lead) -> list[Like]:
    """People that the lead may be, by mailbox or telephone and a name that does not speak against it."""
    if not (lead.mail or lead.phone):
        return []
    values = {"given_name": lead.given_name, "family_name": lead.family_name, "mail": lead.mail, "phone": lead.phone}
    return people_like(actor, [(1, values)])[1][:MOST]


def conversion_of(actor: Actor, lead: Lead) -> LeadConversion | None:
    """The last conversion, with what of it the actor sees as `account_seen`, `person_seen` and `deal_seen`."""
    found: Any = visible_to(actor, LeadConversion.objects.filter(lead=lead)).first()
    if found is None:
        return None
    found.account_seen = accounts_seen(actor).filter(pk=found.account_id).first()
    found.person_seen = people_seen(actor).filter(pk=found.person_id).first() if found.person_id else None
    found.deal_seen = opportunities_seen(actor).filter(pk=found.opportunity_id).first() if found.opportunity_id else None
    return found  # type: ignore[no-any-return]
