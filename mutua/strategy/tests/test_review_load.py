"""The review of an objective with many outcomes asks as much, and reads as many of them, as that of one with few."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mutua.customers.tests.making import make_account
from mutua.strategy.models import CountedOutcome, Evidence, Measurement, Objective
from mutua.strategy.tests.making import make_objective, make_segment, make_strategy, make_version
from mutua.strategy.tests.metrics import told
from tests.cast import Cast

pytestmark = pytest.mark.django_db
START = date(2020, 1, 1)


def with_outcomes(count: int, a_day: int = 10) -> Objective:
    account = make_account()
    objective = make_objective(
        make_version(make_strategy(segment=make_segment(members=[account])), active=True, active_from=START), metric="test"
    )
    CountedOutcome.objects.bulk_create(
        [
            CountedOutcome(
                objective=objective, position=n + 1, outcome_key=n, known_on=START + timedelta(n // a_day), day=START + timedelta(n // a_day),
                value=float(n % 10 > 0), account=account, amount=4000, currency="USD", label=f"ASN-{n}",
            )
            for n in range(count)
        ],
        batch_size=2000,
    )  # fmt: skip
    Measurement.objects.bulk_create(
        Measurement(
            objective=objective,
            day=START + timedelta(n),
            observations=a_day * (n + 1),
            estimate=0.9,
            lower=0.8,
            upper=0.95,
            verdict="amend",
        )
        for n in range(count // a_day)
    )
    Evidence.objects.create(objective=objective, state={}, read_to=START, begun_on=START, counted=count)
    return objective


def asked_of(client: Client, address: str) -> list[str]:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [one["sql"] for one in captured.captured_queries]


@pytest.mark.parametrize("address", ["/strategies/{strategy}/review/", "/strategies/objectives/{objective}/evidence/"])
def test_twelve_thousand_outcomes_are_read_as_sixty_are(client: Client, cast: Cast, address: str) -> None:
    client.force_login(cast.user("executive"))
    with told("test", []):
        few, many = (with_outcomes(count) for count in (60, 12_000))
        asked = [asked_of(client, address.format(strategy=one.version_of.strategy_id, objective=one.pk)) for one in (few, many)]
    assert len(asked[0]) == len(asked[1]) <= 30
    for sql in asked[1]:
        # A number or a few rows, never all of them.
        assert "strategy_countedoutcome" not in sql or "COUNT(" in sql or " LIMIT " in sql, sql
