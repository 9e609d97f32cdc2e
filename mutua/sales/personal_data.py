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

nothing_personal(Opportunity, Pipeline, Stage, StageChange, Territory, TerritoryAccount, TerritoryMember)
nothing_personal(Quota, ForecastCall, ForecastSnapshot, SnapshotDeal)
personal(
    Lead,
    fields=[
        "given_name", "family_name", "job_title", "mail", "mail_normalised", "phone", "phone_normalised", "message", "custom", "source_key",
    ],
)  # fmt: skip
personal(LeadAnswer, fields=["evidence", "by_name"])


def leads_of_people(numbers: list[int]) -> Q:
    """Leads that came from a mailbox of these people: a lead has no link to anybody before it is converted."""
    points = ContactPoint.everything.filter(person__in=numbers, kind=ContactPoint.Kind.MAIL).values("normalised")
    return Q(mail_normalised__in=points) & ~Q(mail_normalised="")


def _answers_of_people(numbers: list[int]) -> Q:
    return Q(lead__in=Lead.everything.filter(leads_of_people(numbers)).values("pk"))


belongs(LeadAnswer, rows=_answers_of_people)
belongs(Lead, rows=leads_of_people)
