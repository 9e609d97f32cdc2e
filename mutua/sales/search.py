"""What the palette finds of deals, and what it can do."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import Actor
from mutua.foundation.search import Found, command, searchable
from mutua.foundation.ui.formats import money
from mutua.sales.queries.opportunities import opportunities_seen


@searchable("opportunity", title=_("Deals"), order=30, needs="sales.opportunity.view")
def deals(actor: Actor, text: str, limit: int) -> list[Found]:
    hits = opportunities_seen(actor).filter(Q(source_key__iexact=text) | Q(name__icontains=text)).select_related("account", "stage")
    return [
        Found(
            title=deal.name,
            subtitle=f"{deal.stage.name} · {money(deal.amount, deal.currency, short=True)}",
            url=deal.get_absolute_url(),
            glyph="layout-kanban",
        )
        for deal in hits.order_by("stage__kind", "-pk")[:limit]
    ]


command(key="new-deal", title=_("New deal"), url_name="sales:deal-new", icon="plus", needs="sales.opportunity.create", keys="c d")
