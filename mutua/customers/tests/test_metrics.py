from __future__ import annotations

from datetime import date

import pytest

from mutua.customers.tests.making import make_account, make_value_rating
from mutua.foundation.metrics import MetricQuery, metric_named

pytestmark = pytest.mark.django_db


def test_a_rating_beside_the_next_best_is_one_trial():
    account = make_account()
    for ours, next_best, day in ((8, 7, 1), (6, 7, 2), (7, 7, 3), (9, None, 4), (1, 9, 20)):
        make_value_rating(account, ours=ours, next_best=next_best, rated_on=date(2026, 3, day))
    make_value_rating(make_account(), ours=1, next_best=2, rated_on=date(2026, 3, 1))
    query = MetricQuery(date(2026, 3, 1), date(2026, 3, 10), frozenset([account.pk]))
    told = [(row.known_on.day, row.value) for row in metric_named("value.rated_no_worse").outcomes(query)]
    assert told == [(1, 1.0), (2, 0.0), (3, 1.0)]
