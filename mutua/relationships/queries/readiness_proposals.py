"""Levels of readiness that rows of the back office speak for: each with its figure and the rows under it. Nothing is assessed by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from mutua.backoffice.models import Order, OrderLine
from mutua.backoffice.queries.owing import invoices_seen
from mutua.backoffice.queries.seen import orders_seen, shipments_seen
from mutua.foundation import days
from mutua.foundation.access import Actor, NotFound, may, visible_to
from mutua.relationships.models import ProposalAnswer
from mutua.relationships.rules.kinds import Dimension, Side
from mutua.relationships.rules.proposed_level import proposed_level

YEAR = timedelta(days=365)
# Names of source systems under which orders arrive that nobody typed.
ELECTRONIC = ("edi", "edifact", "x12", "as2", "peppol")
Rows = Callable[[Actor, date], QuerySet[Any]]


@dataclass(frozen=True)
class Source:
    """One figure. rows(actor, today): the last year of everything that the actor sees; good: which of them count; needs: to see the rows."""

    key: str
    side: Side
    dimension: Dimension
    title: Any
    good_ones: Any
    needs: str
    rows: Rows
    good: Q
    of_account: str = "account"


@dataclass(frozen=True)
class Proposal:
    """A figure with the level that it speaks for. level None: of fewer than twenty rows nothing is concluded. answer: what was last said to this very level."""

    source: Source
    good: int
    of: int
    answer: ProposalAnswer | None

    @property
    def level(self) -> Decimal | None:
        return proposed_level(self.good, self.of)

    @property
    def share(self) -> float:
        return self.good / self.of if self.of else 0.0

    @property
    def is_open(self) -> bool:
        return self.level is not None and self.answer is None


def _delivered(actor: Actor, today: date) -> QuerySet[Any]:
    return shipments_seen(actor).filter(delivered_on__gt=today - YEAR, delivered_on__lte=today)


def _ordered(actor: Actor, today: date) -> QuerySet[Any]:
    """Where no order at all came electronically, the sources do not tell it, and nothing follows from their silence."""
    told = Order.objects.filter(source__in=ELECTRONIC).exclude(source_key="").exists()
    orders = orders_seen(actor).filter(dated_on__gt=today - YEAR, dated_on__lte=today)
    return orders if told else orders.none()


def _lines(actor: Actor, today: date) -> QuerySet[Any]:
    return visible_to(actor, OrderLine.objects.filter(order__dated_on__gt=today - YEAR, order__dated_on__lte=today))


def _due(actor: Actor, today: date) -> QuerySet[Any]:
    return invoices_seen(actor).filter(due_on__gt=today - YEAR, due_on__lte=today, value__gt=0)


SHIPMENT, ORDER, INVOICE = "backoffice.shipment.view", "backoffice.order.view", "backoffice.invoice.view"
NOTICED, ON_THE_DAY = Q(number__istartswith="ASN"), Q(delivered_on__lte=F("promised_on"))
SOURCES: dict[tuple[Side, str], Source] = {
    (source.side, source.key): source
    for source in (
        Source("ship-notices", Side.THEM, Dimension.SYSTEMS, _("Deliveries with a ship notice"), _("came with a ship notice (ASN)"), SHIPMENT, _delivered, NOTICED),
        Source("edi-orders", Side.THEM, Dimension.SYSTEMS, _("Orders by EDI"), _("came by EDI"), ORDER, _ordered, Q(source__in=ELECTRONIC)),
        Source("article-numbers", Side.THEM, Dimension.DATA, _("Order lines with our article number"), _("name an article that we know"), ORDER, _lines, Q(product__isnull=False), "order__account"),
        Source("settled-invoices", Side.THEM, Dimension.PROCESS, _("Invoices settled that fell due"), _("are settled"), INVOICE, _due, Q(open_amount=0)),
        Source("ship-notices", Side.US, Dimension.SYSTEMS, _("Deliveries with a ship notice"), _("went out with a ship notice (ASN)"), SHIPMENT, _delivered, NOTICED),
        Source("our-promises", Side.US, Dimension.PROCESS, _("Deliveries by the promised day"), _("came by the promised day"), SHIPMENT, _delivered, ON_THE_DAY),
        Source("counted-deliveries", Side.US, Dimension.DATA, _("Deliveries of which we know the quantity received"), _("have a quantity received"), SHIPMENT, _delivered, Q(quantity_delivered__isnull=False)),
    )
}  # fmt: skip


def proposals_of(actor: Actor, account_id: int | None) -> list[Proposal]:
    """What the rows speak for, of an account or of our own company (None): one query a figure, and one for the answers. Figures over no rows are left out."""
    side = _side(account_id)
    answers = _answers(actor, account_id)
    found = (
        _proposal(actor, source, account_id, answers) for source in SOURCES.values() if source.side == side and may(actor, source.needs)
    )
    return [proposal for proposal in found if proposal.of]


def proposal_for(actor: Actor, account_id: int | None, key: str) -> Proposal:
    """One of them. Raises NotFound."""
    source = SOURCES.get((_side(account_id), key))
    if source is None or not may(actor, source.needs):
        raise NotFound("proposal")
    return _proposal(actor, source, account_id, _answers(actor, account_id))


def rows_under(actor: Actor, proposal: Proposal, account_id: int | None) -> QuerySet[Any]:
    """The rows of the figure with `good` on each; those that do not count stand first."""
    good = ExpressionWrapper(proposal.source.good, output_field=BooleanField())
    return _rows(actor, proposal.source, account_id).annotate(good=good).order_by("good", "-pk")


def answers_of(actor: Actor, account_id: int | None) -> list[ProposalAnswer]:
    """What was said to proposals, newest first: the last fifty."""
    return list(visible_to(actor, ProposalAnswer.objects.filter(account=account_id)).select_related("by")[:50])


def _side(account_id: int | None) -> Side:
    return Side.US if account_id is None else Side.THEM


def _proposal(actor: Actor, source: Source, account_id: int | None, answers: Iterable[ProposalAnswer]) -> Proposal:
    counted = _rows(actor, source, account_id).order_by().aggregate(of=Count("pk"), good_of=Count("pk", filter=source.good))
    found = Proposal(source, counted["good_of"], counted["of"], None)
    answer = next((one for one in answers if one.key == source.key and one.proposed == found.level), None)
    return Proposal(source, found.good, found.of, answer)


def _rows(actor: Actor, source: Source, account_id: int | None) -> QuerySet[Any]:
    rows = source.rows(actor, days.today())
    return rows if account_id is None else rows.filter(**{source.of_account: account_id})


def _answers(actor: Actor, account_id: int | None) -> list[ProposalAnswer]:
    """Those that still count: what was said longer ago than an assessment lasts is asked again."""
    since = days.now() - timedelta(days=settings.READINESS_DAYS)
    return list(visible_to(actor, ProposalAnswer.objects.filter(account=account_id, at__gte=since)).select_related("by")[:200])
