"""What others may hold an objective to: how customers rate us."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from mutua.customers.models import ValueRating
from mutua.foundation.metrics import MetricQuery, Outcome, metric


@metric("value.rated_no_worse", title=gettext_lazy("Rated at least as good as the next best"), unit="share", bounds=(0.0, 1.0))
def rated_no_worse(query: MetricQuery) -> Iterator[Outcome]:
    """One trial a rating of one component beside the next best supplier, known on the day on which the customer gave it."""
    rated = ValueRating.objects.filter(deleted_at=None, next_best__isnull=False, rated_on__gte=query.since, rated_on__lte=query.until)
    if query.account_ids is not None:
        rated = rated.filter(account__in=query.account_ids)
    for rating in rated.select_related("account").order_by("rated_on", "pk").iterator():
        link = rating.account.get_absolute_url()
        yield Outcome(rating.pk, rating.rated_on, float(rating.ours >= (rating.next_best or 0)), rating.account_id, str(rating), link)
