"""Deliveries as evidence for and against a strategy: on time in full by the customers' own windows, and what these cannot count."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mutua.backoffice.queries.seen import shipments_seen
from mutua.foundation.access import Actor
from mutua.foundation.ui import formats
from mutua.relationships.queries.on_time import with_outcome
from mutua.strategy.evidence_showing import register
from mutua.strategy.review_evidence import Asked, Count, EvidencePanel
from mutua.strategy.work import Seen

Rows = Callable[[Actor, Asked], QuerySet[Any]]


def _sent(actor: Actor, asked: Asked) -> QuerySet[Any]:
    return shipments_seen(actor).filter(account__in=asked.accounts).select_related("account")


def _known(condition: Q) -> Rows:
    def rows(actor: Actor, asked: Asked) -> QuerySet[Any]:
        return with_outcome(_sent(actor, asked)).filter(condition, known_on__gte=asked.since, known_on__lte=asked.until)

    return rows


def _under_way(actor: Actor, asked: Asked) -> QuerySet[Any]:
    return with_outcome(_sent(actor, asked)).filter(known_on__gt=asked.until)


def _without_window(actor: Actor, asked: Asked) -> QuerySet[Any]:
    """Promised in these days to an account that has told no window by which it counts."""
    measured = with_outcome(_sent(actor, asked)).values("pk")
    return _sent(actor, asked).filter(promised_on__gte=asked.since, promised_on__lte=asked.until).exclude(pk__in=measured)


def _without_quantity(actor: Actor, asked: Asked) -> QuerySet[Any]:
    arrived = _sent(actor, asked).filter(delivered_on__gte=asked.since, delivered_on__lte=asked.until)
    return arrived.filter(quantity_delivered=None)


def _show(shipment: Any) -> Seen:
    url = reverse("backoffice:shipment", args=[shipment.pk])
    late = (shipment.delivered_on - shipment.promised_on).days if shipment.delivered_on else 0
    note = ngettext("%(n)s day late", "%(n)s days late", late) % {"n": late} if late > 0 else ""
    return Seen(shipment.number, url, note, shipment.delivered_on or shipment.promised_on, shipment.account)


def _told(numbers: Mapping[str, int]) -> str:
    of = numbers["good"] + numbers["failed"]
    if not of:
        return ""
    told = {"good": formats.number(numbers["good"]), "of": formats.number(of), "share": formats.share(numbers["good"] / of)}
    return _("%(good)s of %(of)s came in full and on time by the customer’s own window (%(share)s).") % told


register(
    EvidencePanel(
        key="deliveries",
        title=gettext_lazy("Deliveries"),
        needs="backoffice.shipment.view",
        order=10,
        counts=(
            Count("good", gettext_lazy("In full and on time"), _known(Q(success=True)), _show, ("-known_on", "-pk"), amount="value"),
            Count(
                "failed", gettext_lazy("Failed: late or not in full"), _known(Q(success=False)), _show, ("-known_on", "-pk"), amount="value"
            ),
            Count("under-way", gettext_lazy("Not known yet"), _under_way, _show, ("promised_on", "pk"), amount="value"),
            Count(
                "without-window",
                gettext_lazy("Deliveries to accounts that have told no window"),
                _without_window,
                _show,
                ("-promised_on", "-pk"),
                missing=True,
            ),
            Count(
                "without-quantity",
                gettext_lazy("Deliveries of which nobody noted how much arrived"),
                _without_quantity,
                _show,
                ("-delivered_on", "-pk"),
                missing=True,
            ),
        ),
        of_members=True,
        told=_told,
    )
)
