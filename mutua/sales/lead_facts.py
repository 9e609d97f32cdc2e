"""What is known of a lead by itself: it answers criteria of strategies, and says whether a lead would belong to a segment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from mutua.catalog.models import Offering
from mutua.sales.models import Lead
from mutua.strategy.contact_facts import contact_fact


def _offerings() -> Iterable[tuple[str, Any]]:
    return [(str(pk), name) for pk, name in Offering.objects.order_by("name").values_list("pk", "name")[:500]]


contact_fact("country", _("Country"))
contact_fact("industry", _("Industry"))
contact_fact("employees", _("Employees"), "number")
contact_fact("amount", _("Budget they speak of"), "number")
contact_fact("job_title", _("Job title"))
contact_fact("offering", _("What they ask for"), "link", choices=_offerings)
contact_fact("organisation", _("Organisation"))
contact_fact("website", _("Website"))
contact_fact("came_by", _("How it came"))
contact_fact("mail", _("Mail"))
contact_fact("phone", _("Telephone"))
contact_fact("message", _("What they say"))

_SAME = (
    "country", "industry", "employees", "amount", "job_title", "organisation", "website", "came_by", "mail", "phone", "message",
)  # fmt: skip


def known_of(lead: Lead) -> dict[str, Any]:
    """{fact: value} for criteria."""
    return {**{name: getattr(lead, name) for name in _SAME}, "offering": lead.offering_id}


def as_account(lead: Lead) -> dict[str, Any]:
    """{field of an account: value}, as a segment of accounts asks for them. What a lead does not say is not known."""
    return {"name": lead.organisation, "country": lead.country, "industry": lead.industry, "website": lead.website}
