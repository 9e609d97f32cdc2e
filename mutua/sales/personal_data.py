"""Which fields are about a person."""

from __future__ import annotations

from django.db.models import Q

from mutua.customers.models import ContactPoint
from mutua.foundation.privacy import belongs, nothing_personal, personal
from mutua.sales.models import (
    ForecastCall,
    ForecastSnapshot,
    Lead,
    LeadAnswer,
    LeadConsent,
    LeadConversion,
    LeadPool,
    Opportunity,
    Pipeline,
    Quota,
    SnapshotDeal,
    Stage,
    StageChange,
    Territory,
    TerritoryAccount,
    TerritoryMember,
)

nothing_personal(LeadPool, Opportunity, Pipeline, Stage, StageChange, Territory, TerritoryAccount, TerritoryMember)
nothing_personal(Quota, ForecastCall, ForecastSnapshot, SnapshotDeal)
personal(
    Lead,
    fields=[
        "given_name", "family_name", "job_title", "mail", "mail_normalised", "phone", "phone_normalised", "message", "custom", "source_key",
    ],
)  # fmt: skip
personal(LeadAnswer, fields=["evidence", "by_name"])
personal(LeadConsent, fields=["proof"])
personal(LeadConversion, fields=["person", "kept", "by_name", "undone_by_name"])


def leads_of_people(numbers: list[int]) -> Q:
    """Leads that became these people, or came from a mailbox of theirs: before it is converted a lead has no other link to anybody."""
    points = ContactPoint.everything.filter(person__in=numbers, kind=ContactPoint.Kind.MAIL).values("normalised")
    converted = LeadConversion.objects.filter(person__in=numbers).values("lead")
    return (Q(mail_normalised__in=points) & ~Q(mail_normalised="")) | Q(pk__in=converted)


def _of_leads_of_people(numbers: list[int]) -> Q:
    return Q(lead__in=Lead.everything.filter(leads_of_people(numbers)).values("pk"))


belongs(LeadConversion, "person")
belongs(LeadConsent, rows=_of_leads_of_people)
belongs(LeadAnswer, rows=_of_leads_of_people)
belongs(Lead, rows=leads_of_people)
