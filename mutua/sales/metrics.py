"""What others may hold an objective to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mutua.foundation.metrics import MONEY, MetricQuery, Outcome, metric
from mutua.sales.models import Lead, Opportunity, Stage
from mutua.sales.rules.qualifying_in_time import DAYS, trial


@metric("deal.won", title=gettext_lazy("Deals won"), unit="share", better="higher", bounds=(0.0, 1.0))
def deals_won(query: MetricQuery) -> Iterator[Outcome]:
    """One trial a deal, known on the day on which it was closed; the list of sold and lost deals of the same account is behind it."""
    closed = Opportunity.objects.filter(
        stage__kind__in=[Stage.Kind.WON, Stage.Kind.LOST], closed_on__gte=query.since, closed_on__lte=query.until
    )
    if query.account_ids is not None:
        closed = closed.filter(account__in=query.account_ids)
    columns = closed.order_by("closed_on", "pk").values_list("pk", "closed_on", "stage__kind", "account_id", "name", "amount", "currency")
    for key, closed_on, kind, account_id, label, amount, currency in columns.iterator():
        yield Outcome(key, closed_on, float(kind == Stage.Kind.WON), account_id, label, reverse("sales:deal", args=[key]), amount, currency)


@metric("deal.days_to_win", title=gettext_lazy("From engaging to winning"), unit="days", better="lower")
def days_to_win(query: MetricQuery) -> Iterator[Outcome]:
    """One outcome a won deal, known on the day on which it was won: how many days it took. Open and lost deals have none; `deal.won` tells of these."""
    won = Opportunity.objects.filter(
        stage__kind=Stage.Kind.WON, closed_on__gte=query.since, closed_on__lte=query.until, engaged_on__isnull=False
    )
    if query.account_ids is not None:
        won = won.filter(account__in=query.account_ids)
    columns = won.order_by("closed_on", "pk").values_list("pk", "closed_on", "engaged_on", "account_id", "name", "amount", "currency")
    for key, closed_on, engaged_on, account_id, label, amount, currency in columns.iterator():
        took = float((closed_on - engaged_on).days)
        yield Outcome(key, closed_on, took, account_id, label, reverse("sales:deal", args=[key]), amount, currency)


@metric("deal.won_amount", title=gettext_lazy("Amount of a won deal"), unit=MONEY)
def won_amount(query: MetricQuery) -> Iterator[Outcome]:
    """One outcome a won deal in the currency that is asked for, known on the day on which it was won. Raises ValueError where none is named."""
    if not query.currency:
        raise ValueError("Money is counted in one currency. Name it.")
    won = Opportunity.objects.filter(
        stage__kind=Stage.Kind.WON, closed_on__gte=query.since, closed_on__lte=query.until, currency=query.currency
    )
    if query.account_ids is not None:
        won = won.filter(account__in=query.account_ids)
    columns = won.order_by("closed_on", "pk").values_list("pk", "closed_on", "account_id", "name", "amount", "currency")
    for key, closed_on, account_id, label, amount, currency in columns.iterator():
        yield Outcome(key, closed_on, float(amount), account_id, label, reverse("sales:deal", args=[key]), amount, currency)


@metric("lead.qualified", title=gettext_lazy("Leads qualified within 14 days"), unit="share", better="higher", bounds=(0.0, 1.0))
def leads_qualified(query: MetricQuery) -> Iterator[Outcome]:
    """One trial a lead of the strategy: known when it was judged, or when its days were over. A lead is no account's, so accounts do not narrow it."""
    if query.account_ids is not None and query.strategy_id is None:
        return  # asked for accounts alone
    leads = Lead.objects.filter(arrived_at__date__lte=query.until)
    # What arrived earlier was known before these days, unless it was judged in them.
    leads = leads.filter(Q(arrived_at__date__gte=query.since - timedelta(days=DAYS)) | Q(judged_at__date__gte=query.since))
    if query.strategy_id is not None:
        leads = leads.filter(strategy=query.strategy_id)
    known = []
    for key, arrived, judged, state in leads.values_list("pk", "arrived_at", "judged_at", "state"):
        qualified = state in (Lead.State.QUALIFIED, Lead.State.CONVERTED)
        found = trial(localdate(arrived), localdate(judged) if judged else None, qualified=qualified, today=query.until)
        if found is not None and query.since <= found[0] <= query.until:
            known.append((found[0], key, found[1]))
    for day, key, in_time in sorted(known):
        # Without a name: what is counted is kept for ever, and a lead may be a person who wants to be forgotten.
        yield Outcome(key, day, float(in_time), None, _("Lead %(n)s") % {"n": key}, reverse("sales:lead", args=[key]))
