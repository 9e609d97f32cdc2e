"""What others may hold an objective to."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy

from mutua.foundation.metrics import MetricQuery, Outcome, metric
from mutua.sales.models import Opportunity, Stage


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
