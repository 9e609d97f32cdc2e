"""Deals as evidence for and against a strategy: won, lost with their reasons, and what nobody has told of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mutua.foundation.access import Actor
from mutua.foundation.ui import formats
from mutua.sales.models import Stage
from mutua.sales.queries.opportunities import opportunities_seen
from mutua.strategy.evidence_showing import register
from mutua.strategy.review_evidence import Asked, Count, EvidencePanel
from mutua.strategy.work import Seen

NEWEST = ("-closed_on", "-pk")


def _deals(condition: Q) -> Callable[[Actor, Asked], QuerySet[Any]]:
    """Deals that name the strategy; closed ones in the days asked about."""

    def rows(actor: Actor, asked: Asked) -> QuerySet[Any]:
        mine = opportunities_seen(actor).filter(condition, strategy=asked.strategy_id).select_related("account", "stage")
        return mine.filter(Q(closed_on=None) | Q(closed_on__gte=asked.since, closed_on__lte=asked.until))

    return rows


def _show(deal: Any) -> Seen:
    note = ", ".join(part for part in (str(deal.stage), formats.money(deal.amount, deal.currency), deal.lost_reason) if part)
    return Seen(deal.name, deal.get_absolute_url(), note, deal.closed_on or deal.expected_on, deal.account)


def _told(numbers: Mapping[str, int]) -> str:
    of = numbers["won"] + numbers["lost"]
    if not of:
        return ""
    told = {"won": formats.number(numbers["won"]), "of": formats.number(of), "share": formats.share(numbers["won"] / of)}
    return _("%(won)s of %(of)s deals that were closed were won (%(share)s).") % told


_WON, _LOST, _OPEN = (Q(stage__kind=kind) for kind in (Stage.Kind.WON, Stage.Kind.LOST, Stage.Kind.OPEN))
_IN_TIME = Q(closed_on__isnull=False)

register(
    EvidencePanel(
        key="deals",
        title=gettext_lazy("Deals"),
        needs="sales.opportunity.view",
        order=20,
        counts=(
            Count("won", gettext_lazy("Won"), _deals(_WON & _IN_TIME), _show, NEWEST, amount="amount"),
            Count("lost", gettext_lazy("Lost"), _deals(_LOST & _IN_TIME), _show, NEWEST, amount="amount", by="lost_reason"),
            Count("open", gettext_lazy("Open"), _deals(_OPEN), _show, amount="amount"),
            Count(
                "without-reason",
                gettext_lazy("Lost deals of which nobody told why"),
                _deals(_LOST & Q(lost_reason="")),
                _show,
                NEWEST,
                missing=True,
            ),
            Count(
                "without-day",
                gettext_lazy("Closed deals without the day on which they were"),
                _deals((_WON | _LOST) & Q(closed_on=None)),
                _show,
                missing=True,
            ),
            Count(
                "at-list-price",
                gettext_lazy("Open deals of which nobody told the amount"),
                _deals(_OPEN & Q(amount_is_list_price=True)),
                _show,
                missing=True,
            ),
        ),
        of_members=False,
        told=_told,
    )
)
