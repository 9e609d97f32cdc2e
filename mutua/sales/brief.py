"""What a brief before a meeting tells of deals."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mutua.daybook.brief import Line, Occasion, brief_section
from mutua.foundation.access import Actor
from mutua.foundation.ui import formats
from mutua.sales.panels import dearest_deals


@brief_section("deals", title=gettext_lazy("Open deals"), order=80, needs="sales.opportunity.view", empty=gettext_lazy("No deal is open."))
def deals(actor: Actor, occasion: Occasion) -> Sequence[Line]:
    """The dearest ones, with the stage and the strategy that they serve."""
    lines = []
    for deal in dearest_deals(actor, occasion.account.pk):
        serves = deal.strategy.name if deal.strategy else _("off strategy")
        name = deal.product.name if deal.product else deal.name
        lines.append(
            Line(name, f"{deal.stage.name} · {serves}", formats.money(deal.amount, deal.currency, short=True), url=deal.get_absolute_url())
        )
    return lines
