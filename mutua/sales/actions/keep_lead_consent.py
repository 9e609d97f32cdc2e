"""Keeping what a lead has allowed, and writing it into the ledger when it becomes a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from mutua.customers.actions.record_consent import record_consent
from mutua.customers.models import Consent, Person, Wording
from mutua.foundation.access import Actor, require
from mutua.foundation.records.saving import store
from mutua.sales.models import Lead, LeadConsent


@transaction.atomic
def keep_lead_consent(actor: Actor, lead: Lead, *, wording: Wording, at: datetime, proof: str) -> LeadConsent:
    """The lead said yes to this wording. Raises NotAllowed."""
    require(actor, "sales.lead.create")
    consent = LeadConsent(lead=lead, wording=wording, at=at, proof=proof)
    store(consent)
    return consent


def write_into_ledger(actor: Actor, lead: Lead, person: Person) -> None:
    """All that the lead has allowed, as consents of the person, each with its wording, moment and proof. Once: what stands there already stays."""
    for consent in LeadConsent.objects.filter(lead=lead).select_related("wording").order_by("at", "pk"):
        said: dict[str, Any] = {
            "purpose": consent.wording.purpose,
            "channel": Consent.Channel.MAIL,
            "wording": consent.wording,
            "at": consent.at,
        }
        if not Consent.objects.filter(person=person, given=True, **said).exists():
            record_consent(actor, person, given=True, how=Consent.How.FORM, proof=consent.proof, **said)
