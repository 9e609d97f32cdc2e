"""Roadmap items serve strategies."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.relationships.queries.roadmaps import items_seen
from mutua.relationships.rules.lifecycles import ItemState
from mutua.strategy.work import Seen, Work, serves


def _show(item: Any) -> Seen:
    return Seen(str(item), item.get_absolute_url(), str(item.get_state_display()), account=item.account)


serves(
    Work(
        key="roadmap-items",
        title=_("Roadmap items"),
        icon="chart-arrows",
        order=10,
        needs="relationships.roadmap.view",
        rows=lambda actor: items_seen(actor).select_related("account", "activity"),
        show=_show,
        newest=("-pk",),
        open=Q(state=ItemState.RUNNING.value),
    )
)
