"""What the database counts set-wise is what the rule says of each shipment."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from mutua.backoffice.models import Shipment
from mutua.backoffice.tests.making import make_shipment
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.relationships.queries.on_time import result_of, tallies, with_outcome
from mutua.relationships.rules.on_time import Delivery, Outcome, Result, Window, outcome
from mutua.relationships.tests.making import make_account_touchpoint, make_measure
from tests.cast import Cast

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 15)


def random_shipments(dice: random.Random, many: int) -> list[tuple[Shipment, Window]]:
    made = []
    for _account in range(6):
        window = Window(dice.choice([None, 0, 2, 7]), dice.choice([0, 1, 5]), dice.choice([Decimal(1), Decimal("0.95")]))
        account = make_account()
        values = {"early_days": window.early_days, "late_days": window.late_days, "completeness": window.completeness}
        make_measure(make_account_touchpoint(account), **values)
        for _shipment in range(many // 6):
            promised = TODAY + timedelta(days=dice.randint(-60, 20))
            late = dice.choice([None, *range(-12, 9)])
            shipment = make_shipment(account, promised_on=promised, late_by=late, quantity_ordered=100)
            if dice.random() < 0.4:
                shipment.quantity_delivered = dice.choice([None, 94, 95, 96, 100])
                shipment.save()
            made.append((shipment, window))
    return made


def by_rule(shipment: Shipment, window: Window, today: date) -> Outcome:
    return outcome(
        Delivery(shipment.promised_on, shipment.delivered_on, shipment.quantity_ordered, shipment.quantity_delivered), window, today
    )


@pytest.mark.parametrize("seed", range(3))
def test_sql_equals_the_rule_on_random_shipments(seed: int) -> None:
    made = random_shipments(random.Random(seed), 120)
    counted = {shipment.pk: shipment for shipment in with_outcome(Shipment.objects.all())}
    for shipment, window in made:
        found = counted[shipment.pk]
        expected = by_rule(Shipment.objects.get(pk=shipment.pk), window, TODAY)
        assert result_of(found, TODAY) == expected.result
        if expected.result != Result.PENDING:
            assert found.known_on == expected.known_on  # type: ignore[attr-defined]


def test_a_tally_is_the_sum_of_the_rule() -> None:
    made = random_shipments(random.Random(9), 120)
    with days.as_of(TODAY):
        counted = tallies(flow_actor("test"), {s.account.touchpoints.get().measures.get().pk for s, _window in made})
    results = [by_rule(Shipment.objects.get(pk=shipment.pk), window, TODAY).result for shipment, window in made]
    assert sum(tally.good for tally in counted.values()) == results.count(Result.SUCCESS)
    assert sum(tally.failed for tally in counted.values()) == results.count(Result.FAILURE)


def test_a_stranger_counts_nothing(cast: Cast) -> None:
    account = make_account(owner=cast.ada)
    measure = make_measure(make_account_touchpoint(account))
    make_shipment(account, promised_on=TODAY)
    with days.as_of(TODAY):
        assert tallies(cast.ada, [measure.pk])[measure.pk].of == 1
        assert tallies(cast.eve, [measure.pk])[measure.pk].of == 0
