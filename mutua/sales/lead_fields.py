"""What lists, filters and exports know of leads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from mutua.catalog.models import Offering
from mutua.customers.queries.colleagues import colleagues
from mutua.foundation.access.hidden import hides
from mutua.foundation.fields.kinds import takes_custom_fields
from mutua.foundation.fields.registry import field, leads_to
from mutua.foundation.identity.models import User
from mutua.sales.models import Lead
from mutua.strategy.models import GenericStrategy


def _owners() -> Iterable[tuple[str, Any]]:
    return [(str(pk), name) for pk, name in colleagues().values_list("pk", "name")]


def _strategies() -> Iterable[tuple[str, Any]]:
    return [(str(pk), name) for pk, name in GenericStrategy.objects.values_list("pk", "name")]


def _offerings() -> Iterable[tuple[str, Any]]:
    return [(str(pk), name) for pk, name in Offering.objects.order_by("name").values_list("pk", "name")[:500]]


field("lead", key="organisation", label=_("Organisation"), kind="text")
field("lead", key="given_name", label=_("Given name"), kind="text")
field("lead", key="family_name", label=_("Family name"), kind="text")
field("lead", key="mail", label=_("Mail"), kind="text", path="mail_normalised")
field("lead", key="phone", label=_("Telephone"), kind="text", path="phone_normalised")
field("lead", key="job_title", label=_("Job title"), kind="text")
field("lead", key="industry", label=_("Industry"), kind="text")
field("lead", key="country", label=_("Country"), kind="text")
field("lead", key="employees", label=_("Employees"), kind="number")
field("lead", key="amount", label=_("Budget they speak of"), kind="money", currency="currency")
field("lead", key="currency", label=_("Currency"), kind="text")
field("lead", key="came_by", label=_("How it came"), kind="text")
field("lead", key="state", label=_("State"), kind="choice", choices=lambda: Lead.State.choices)
field("lead", key="reason", label=_("Why not"), kind="text", path="disqualified_reason")
field("lead", key="owner", label=_("Owner"), kind="link", path="owner_id", choices=_owners)
field("lead", key="offering", label=_("What they ask for"), kind="link", path="offering_id", choices=_offerings)
field("lead", key="strategy", label=_("Strategy"), kind="link", path="strategy_id", choices=_strategies)
field("lead", key="arrived", label=_("Arrived"), kind="date", path="arrived_at__date")
field("lead", key="judged", label=_("Judged"), kind="date", path="judged_at__date")
field("lead", key="source", label=_("Source"), kind="text")

takes_custom_fields("lead", _("Leads"), Lead)
hides(Lead, "lead", {})
leads_to("lead", key="owner", label=_("Owner"), to="user", model=User, seen=lambda actor: colleagues(), only=("name", "team"))
