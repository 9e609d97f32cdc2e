"""Leads and deals as evidence for and against a strategy: qualified, won, lost with their reasons, and what nobody has told of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mutua.foundation.access import Actor
from mutua.foundation.ui import formats
from mutua.sales.models import Lead, Stage
from mutua.sales.queries.leads import leads_seen
from mutua.sales.queries.opportunities import opportunities_seen
from mutua.sales.rules.qualifying_in_time import DAYS
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


def _leads(condition: Callable[[Asked], Q]) -> Callable[[Actor, Asked], QuerySet[Any]]:
    """Leads that fit the strategy and arrived in the days asked about; `criterion`: the question that a disqualified one does not fulfil."""

    def rows(actor: Actor, asked: Asked) -> QuerySet[Any]:
        arrived = Q(arrived_at__date__gte=asked.since, arrived_at__date__lte=asked.until, strategy=asked.strategy_id)
        mine = leads_seen(actor).filter(arrived, condition(asked)).select_related("failed")
        return mine.annotate(criterion=Coalesce("failed__question", Value("")))

    return rows


def _show_lead(lead: Any) -> Seen:
    note = ", ".join(part for part in (str(lead.get_state_display()), lead.criterion or lead.disqualified_reason) if part)
    return Seen(lead.name, lead.get_absolute_url(), note, lead.arrived_at.date())


def _too_late(asked: Asked) -> Q:
    """Judged by nobody within the days that a lead stays warm."""
    waited_too_long = Q(judged_at=None, arrived_at__date__lte=asked.until - timedelta(days=DAYS))
    return waited_too_long | Q(judged_at__date__gt=F("arrived_at__date") + timedelta(days=DAYS))


def _told_of_leads(numbers: Mapping[str, int]) -> str:
    if not numbers["arrived"]:
        return ""
    told = {
        "late": formats.number(numbers["unqualified"]), "of": formats.number(numbers["arrived"]), "days": DAYS,
        "share": formats.share(numbers["unqualified"] / numbers["arrived"]),
    }  # fmt: skip
    return _("%(late)s of %(of)s leads were qualified by nobody within %(days)s days (%(share)s).") % told


_GONE = {"state": Lead.State.DISQUALIFIED}

register(
    EvidencePanel(
        key="leads",
        title=gettext_lazy("Leads"),
        needs="sales.lead.view",
        order=18,
        counts=(
            Count("arrived", gettext_lazy("Arrived"), _leads(lambda asked: Q()), _show_lead, ("-arrived_at", "-pk")),
            Count(
                "qualified",
                gettext_lazy("Qualified"),
                _leads(lambda asked: Q(state__in=[Lead.State.QUALIFIED, Lead.State.CONVERTED])),
                _show_lead,
                ("-judged_at", "-pk"),
            ),
            Count(
                "unqualified",
                gettext_lazy("Judged by nobody within 14 days"),
                _leads(_too_late),
                _show_lead,
                ("arrived_at", "pk"),
            ),
            Count(
                "disqualified",
                gettext_lazy("Disqualified"),
                _leads(lambda asked: Q(**_GONE)),
                _show_lead,
                ("-judged_at", "-pk"),
                by="criterion",
            ),
            Count(
                "without-criterion",
                gettext_lazy("Disqualified leads of which no criterion is named"),
                _leads(lambda asked: Q(failed=None, **_GONE)),
                _show_lead,
                ("-judged_at", "-pk"),
                missing=True,
            ),
        ),
        of_members=False,
        told=_told_of_leads,
    )
)
