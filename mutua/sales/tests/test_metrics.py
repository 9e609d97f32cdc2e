from __future__ import annotations

from datetime import date

import pytest

from mutua.customers.tests.making import make_account
from mutua.foundation.metrics import MetricQuery, metric_named
from mutua.sales.models import Opportunity
from mutua.sales.tests.making import make_opportunity, stage

pytestmark = pytest.mark.django_db


def test_a_closed_deal_is_one_trial_known_on_the_day_on_which_it_was_closed():
    ours, other = make_account(), make_account()
    made = [
        (ours, "won", date(2026, 3, 2)),
        (ours, "lost", date(2026, 3, 1)),
        (ours, "won", date(2025, 12, 31)),
        (other, "lost", date(2026, 3, 3)),
        (ours, "prospecting", None),
    ]
    for account, at, closed_on in made:
        deal = make_opportunity(account=account, engaged_on=date(2025, 11, 1))
        Opportunity.objects.filter(pk=deal.pk).update(stage=stage(at), closed_on=closed_on)
    won = metric_named("deal.won")
    told = [(one.known_on.day, one.value) for one in won.outcomes(MetricQuery(date(2026, 1, 1), date(2026, 3, 31), frozenset([ours.pk])))]
    assert told == [(1, 0.0), (2, 1.0)]
    assert len(list(won.outcomes(MetricQuery(date(2026, 1, 1), date(2026, 3, 31))))) == 3
