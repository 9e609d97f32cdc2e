"""What filters know of touchpoints of accounts and of roadmap items."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.foundation.fields.registry import field
from mutua.relationships.models.labels import ITEM_STATES

field("account_touchpoint", key="account_id", label=_("Account number"), kind="link")
field("account_touchpoint", key="account", label=_("Account"), kind="text", path="account__name")
field("account_touchpoint", key="touchpoint", label=_("Touchpoint"), kind="text", path="touchpoint__key")

field("roadmap_item", key="account_id", label=_("Account number"), kind="link")
field("roadmap_item", key="account", label=_("Account"), kind="text", path="account__name")
field("roadmap_item", key="activity", label=_("Activity"), kind="text", path="activity__key")
field("roadmap_item", key="state", label=_("State"), kind="choice", choices=lambda: ITEM_STATES)
field("roadmap_item", key="strategy", label=_("Strategy"), kind="link", path="strategy_id")
