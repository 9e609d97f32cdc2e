"""What lists, filters and exports know of deals and territories; and what segments may ask of an account's deals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import OuterRef, Subquery, TextField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from mutua.catalog.models import Product
from mutua.customers.models import Account
from mutua.customers.queries.colleagues import colleagues
from mutua.foundation.access import Actor
from mutua.foundation.access.hidden import hides
from mutua.foundation.fields.kinds import takes_custom_fields
from mutua.foundation.fields.registry import field, has_many, leads_to
from mutua.foundation.identity.models import User
from mutua.sales.models import ForecastCategory, Opportunity, Stage, Territory
from mutua.sales.queries.categories import category_of
from mutua.strategy.models import Segment, SegmentMember
from mutua.strategy.queries.concealed import concealed


def _owners() -> Iterable[tuple[str, Any]]:
    return [(str(pk), name) for pk, name in colleagues().values_list("pk", "name")]


def _stages() -> Iterable[tuple[str, Any]]:
    return [(str(stage.pk), str(stage)) for stage in Stage.objects.all()]


def _strategies() -> Iterable[tuple[str, Any]]:
    from mutua.strategy.models import GenericStrategy

    return [(str(pk), name) for pk, name in GenericStrategy.objects.values_list("pk", "name")]


def _products() -> Iterable[tuple[str, Any]]:
    return [(str(pk), name) for pk, name in Product.objects.order_by("name").values_list("pk", "name")[:500]]


def _territories() -> Iterable[tuple[str, Any]]:
    return [(str(pk), name) for pk, name in Territory.objects.order_by("name").values_list("pk", "name")[:500]]


def _segments() -> Iterable[tuple[str, Any]]:
    return [(str(pk), name) for pk, name in Segment.objects.order_by("name").values_list("pk", "name")[:500]]


def _segments_told(actor: Actor | None) -> tuple[Any, Any]:
    """The segments to which the account of a deal belongs today, but for those of which it is not told to this actor who belongs to them."""
    rows = SegmentMember.objects.filter(account=OuterRef("account"), until=None, segment__deleted_at=None)
    rows = rows.exclude(segment__in=concealed(actor)) if actor is not None else rows
    return Subquery(rows.values("account").annotate(numbers=ArrayAgg(Cast("segment_id", TextField()))).values("numbers")), Value("")


field("opportunity", key="name", label=_("Name"), kind="text")
field("opportunity", key="account", label=_("Account"), kind="text", path="account__name")
field("opportunity", key="owner", label=_("Owner"), kind="link", path="owner_id", choices=_owners)
field("opportunity", key="stage", label=_("Stage"), kind="link", path="stage_id", choices=_stages)
field("opportunity", key="kind", label=_("State"), kind="choice", path="stage__kind", choices=lambda: Stage.Kind.choices)
field("opportunity", key="product", label=_("Product"), kind="link", path="product_id", choices=_products)
field("opportunity", key="strategy", label=_("Strategy"), kind="link", path="strategy_id", choices=_strategies)
field("opportunity", key="amount", label=_("Amount"), kind="money", currency="currency")
field("opportunity", key="currency", label=_("Currency"), kind="text")
field("opportunity", key="engaged_on", label=_("Engaged on"), kind="date")
field("opportunity", key="closed_on", label=_("Closed on"), kind="date")
field("opportunity", key="expected_on", label=_("Expected to close on"), kind="date")
field(
    "opportunity",
    key="forecast",
    label=_("Forecast category"),
    kind="choice",
    gathered=category_of,
    choices=lambda: ForecastCategory.choices,
)
field("opportunity", key="source", label=_("Source"), kind="text")
field("opportunity", key="lost_reason", label=_("Why it was lost"), kind="text")
field("opportunity", key="segment", label=_("Segment of its account"), kind="multi", told=_segments_told, choices=_segments)
field(
    "opportunity", key="territory", label=_("Territory"), kind="link", path="account__territory_place__territory_id", choices=_territories
)
field("account", key="territory", label=_("Territory"), kind="link", path="territory_place__territory_id", choices=_territories)
field("territory", key="name", label=_("Name"), kind="text")
field("territory", key="parent", label=_("Stands under"), kind="link", path="parent_id", choices=_territories)
field("territory", key="source", label=_("Source"), kind="text")

takes_custom_fields("opportunity", _("Deals"), Opportunity)
takes_custom_fields("territory", _("Territories"), Territory)
hides(Opportunity, "opportunity", {})
hides(Territory, "territory", {})
leads_to("opportunity", key="account", label=_("Account"), to="account", model=Account)
leads_to("opportunity", key="product", label=_("Product"), to="product", model=Product)
leads_to("opportunity", key="owner", label=_("Owner"), to="user", model=User, seen=lambda actor: colleagues(), only=("name", "team"))
has_many("account", key="deals", label=_("Deals"), to="opportunity", model=Opportunity, via="account")
