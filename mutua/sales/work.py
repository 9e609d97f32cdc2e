"""Deals serve strategies."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.foundation.ui import formats
from mutua.sales.models import Stage
from mutua.sales.queries.opportunities import opportunities_seen
from mutua.strategy.work import Seen, Work, serves


def _show(deal: Any) -> Seen:
    note = f"{deal.stage}, {formats.money(deal.amount, deal.currency)}"
    return Seen(deal.name, deal.get_absolute_url(), note, deal.closed_on or deal.expected_on, deal.account)


serves(
    Work(
        key="deals",
        title=_("Deals"),
        icon="layout-kanban",
        order=20,
        needs="sales.opportunity.view",
        rows=lambda actor: opportunities_seen(actor).select_related("account", "stage"),
        show=_show,
        newest=("-pk",),
        open=Q(stage__kind=Stage.Kind.OPEN),
    )
)
