"""What lists and filters know of segments, and which records of strategy take fields of their own."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.customers.models import Account
from mutua.foundation.access.hidden import hides
from mutua.foundation.fields.kinds import takes_custom_fields
from mutua.foundation.fields.registry import field, leads_to
from mutua.strategy.models import CustomerStrategy, GenericStrategy, Objective, Segment
from mutua.strategy.queries.segment_worth import worth_for

field("segment", key="name", label=_("Name"), kind="text")
field("segment", key="made_of", label=_("Made of"), kind="choice", path="party_kind", choices=lambda: Segment.PartyKind.choices)
field("segment", key="source", label=_("Source"), kind="text")
field("segment", key="worth", label=_("Worth: orders of the next three years"), kind="money", told=worth_for)

field("strategy", key="name", label=_("Name"), kind="text")
field("customer_strategy", key="statement", label=_("Statement"), kind="text")

field("objective", key="name", label=_("Name"), kind="text")
field("objective", key="target", label=_("Plan"), kind="number")
field("objective", key="break_even", label=_("Break-even"), kind="number")
field("objective", key="baseline", label=_("Baseline"), kind="number")
field("objective", key="due", label=_("Due"), kind="date")

for _kind, _title, _model in (
    ("segment", _("Segments"), Segment),
    ("strategy", _("Strategies"), GenericStrategy),
    ("objective", _("Objectives"), Objective),
    ("customer_strategy", _("Strategies for one customer"), CustomerStrategy),
):
    takes_custom_fields(_kind, _title, _model)
    hides(_model, _kind, {})
leads_to("customer_strategy", key="account", label=_("Account"), to="account", model=Account)
