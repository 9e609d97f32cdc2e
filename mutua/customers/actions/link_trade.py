"""Noting who supplies whom."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.customers.events import DetailChanged
from mutua.customers.models import Account, TradingLink
from mutua.customers.models.account import default_currency
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import give_custom


@transaction.atomic
def link_trade(
    actor: Actor,
    *,
    supplier: Account,
    buyer: Account,
    kind: str = TradingLink.Kind.SUPPLIES,
    value_per_year: Decimal | None = None,
    currency: str = "",
    source: str = "",
    source_key: str = "",
    custom: Mapping[str, Any] | None = None,
) -> TradingLink:
    """The new link; goods go from supplier to buyer. Refused between an account and itself, or when the link stands."""
    require(actor, "customers.account.edit", buyer)
    if supplier.pk == buyer.pk:
        raise Refused(_("An account does not trade with itself. Choose another one."), field="partner")

    link = TradingLink(
        supplier=supplier, buyer=buyer, kind=kind, value_per_year=value_per_year, currency=currency or default_currency(),
        source=source, source_key=source_key,
    )  # fmt: skip
    give_custom(actor, link, custom)
    store(link)

    announce(DetailChanged(kind="trading-link", detail_id=link.pk, act="added", account_id=buyer.pk), actor=actor)
    return link
