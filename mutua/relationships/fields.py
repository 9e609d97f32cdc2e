"""What filters know of touchpoints of accounts and of roadmap items, and which records of relationships take fields of their own."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.customers.models import Account
from mutua.foundation.access.hidden import hides
from mutua.foundation.fields.kinds import takes_custom_fields
from mutua.foundation.fields.registry import field, has_many, leads_to
from mutua.relationships.models import AccountTouchpoint, Engagement, RoadmapItem
from mutua.relationships.models.labels import ENGAGEMENT_STATES, ITEM_STATES, PLAN_STATES

field("account_touchpoint", key="account_id", label=_("Account number"), kind="link")
field("account_touchpoint", key="account", label=_("Account"), kind="text", path="account__name")
field("account_touchpoint", key="touchpoint", label=_("Touchpoint"), kind="text", path="touchpoint__key")

field("roadmap_item", key="account_id", label=_("Account number"), kind="link")
field("roadmap_item", key="account", label=_("Account"), kind="text", path="account__name")
field("roadmap_item", key="activity", label=_("Activity"), kind="text", path="activity__key")
field("roadmap_item", key="state", label=_("State"), kind="choice", choices=lambda: ITEM_STATES)
field("roadmap_item", key="strategy", label=_("Strategy"), kind="link", path="strategy_id")

field("plan", key="year", label=_("Year"), kind="number")
field("plan", key="state", label=_("State"), kind="choice", choices=lambda: PLAN_STATES)

field("engagement", key="state", label=_("State"), kind="choice", choices=lambda: ENGAGEMENT_STATES)
field("engagement", key="since", label=_("Since"), kind="date")
field("engagement", key="until", label=_("Until"), kind="date")

for _kind, _title, _model in (
    ("account_touchpoint", _("Touchpoints of accounts"), AccountTouchpoint),
    ("engagement", _("Engagements"), Engagement),
    ("roadmap_item", _("Roadmap items"), RoadmapItem),
):
    takes_custom_fields(_kind, _title, _model)
    hides(_model, _kind, {})
leads_to("account_touchpoint", key="account", label=_("Account"), to="account", model=Account)
leads_to("engagement", key="touchpoint", label=_("Touchpoint"), to="account_touchpoint", model=AccountTouchpoint, path="account_touchpoint")
leads_to("roadmap_item", key="account", label=_("Account"), to="account", model=Account)
has_many("account", key="touchpoints", label=_("Touchpoints"), to="account_touchpoint", model=AccountTouchpoint, via="account")
has_many("account", key="roadmap", label=_("Roadmap items"), to="roadmap_item", model=RoadmapItem, via="account")
has_many("account_touchpoint", key="engagements", label=_("Engagements"), to="engagement", model=Engagement, via="account_touchpoint")
