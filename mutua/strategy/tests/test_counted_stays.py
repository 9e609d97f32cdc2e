"""What was counted is changed by nobody who writes to the tables past the actions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from mutua.customers.tests.making import make_account
from mutua.foundation.access import flow_actor
from mutua.foundation.metrics import Outcome
from mutua.foundation.records.ledgers import opened_ledgers
from mutua.strategy.actions.count_again import count_again
from mutua.strategy.actions.watch_objectives import watch_objectives
from mutua.strategy.models import CountedOutcome, Evidence, Measurement
from mutua.strategy.tests.making import SINCE, make_objective, make_segment, make_strategy, make_version
from mutua.strategy.tests.metrics import told

pytestmark = pytest.mark.django_db
FLOW = flow_actor("test")
LAST = SINCE + timedelta(9)
# What each row says, column by column: a new column has to be named here, or be of those that a row may lose.
SAYS = {
    Evidence: {
        "objective_id": "objective_id + 1",
        "state": "'{}'::jsonb",
        "read_to": "read_to - 1",
        "begun_on": "begun_on - 1",
        "counted": "counted + 1",
    },
    CountedOutcome: {
        "objective_id": "objective_id + 1",
        "position": "position + 100",
        "outcome_key": "outcome_key + 100",
        "known_on": "known_on - 1",
        "day": "day - 1",
        "value": "1 - value",
        "account_id": "account_id + 1",
        "amount": "5",
        "currency": "'USD'",
        "label": "'another'",
        "link": "'/another/'",
    },
    Measurement: {
        "objective_id": "objective_id + 1",
        "day": "day - 1000",
        "observations": "observations + 1",
        "estimate": "estimate / 2",
        "lower": "0",
        "upper": "1",
        "verdict": "'amend'",
        "more": "coalesce(more, 0) + 1",
    },
}


@pytest.fixture
def objective():
    """Ten outcomes on ten days, watched each day; the last one is open."""
    account = make_account()
    version = make_version(make_strategy(segment=make_segment(members=[account])), active=True)
    found = make_objective(version, metric="test")
    outcomes = [Outcome(n, SINCE + timedelta(n), float(n % 2), account.pk) for n in range(10)]
    with told("test", outcomes):
        for n in range(10):
            watch_objectives(FLOW, [found.pk], until=SINCE + timedelta(n))
    return found


def refused(sql: str) -> None:
    before = _rows()
    with pytest.raises(IntegrityError, match=r"never changes|never deleted"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert _rows() == before


def _rows() -> list[list[dict]]:
    return [list(model.objects.order_by("pk").values()) for model in SAYS]


@pytest.mark.parametrize("model", SAYS)
def test_it_names_every_column(model) -> None:
    assert set(SAYS[model]) == {field.attname for field in model._meta.concrete_fields} - {"id"}


@pytest.mark.parametrize(("model", "column"), [(model, column) for model, columns in SAYS.items() for column in columns])
def test_no_column_of_what_was_counted_changes(objective, model, column) -> None:
    refused(f"UPDATE {model._meta.db_table} SET {column} = {SAYS[model][column]}")


@pytest.mark.parametrize("model", SAYS)
def test_nothing_that_was_counted_is_deleted(objective, model) -> None:
    refused(f"DELETE FROM {model._meta.db_table}")


def test_nothing_is_added_to_a_day_that_is_over(objective) -> None:
    day = LAST - timedelta(1)
    refused(
        "INSERT INTO strategy_countedoutcome (objective_id, position, outcome_key, known_on, day, value, currency, label, link)"
        f" VALUES ({objective.pk}, 11, 99, '{day}', '{day}', 1, '', '', '')"
    )
    refused(
        "INSERT INTO strategy_measurement (objective_id, day, observations, estimate, verdict)"
        f" VALUES ({objective.pk}, '{SINCE - timedelta(1)}', 1, 1, 'continue')"
    )


def test_not_even_today_says_more_than_was_counted(objective) -> None:
    refused(f"UPDATE strategy_measurement SET verdict = 'abandon', observations = 11 WHERE day = '{LAST}'")
    refused("UPDATE strategy_evidence SET state = '{}', counted = 11")


def test_the_day_goes_on_and_late_outcomes_are_counted(objective) -> None:
    account = CountedOutcome.objects.first().account
    late = [Outcome(n, SINCE + timedelta(min(n, 9)), float(n % 2), account.pk) for n in range(14)]
    with told("test", late):
        assert watch_objectives(FLOW, [objective.pk], until=LAST) == 4
        assert watch_objectives(FLOW, [objective.pk], until=LAST + timedelta(1)) == 0
    assert Measurement.objects.get(objective=objective, day=LAST).observations == 14


def test_what_counts_may_be_agreed_anew(objective) -> None:
    account = CountedOutcome.objects.first().account
    with told("test", [Outcome(n, SINCE + timedelta(n), 1.0, account.pk) for n in range(10)]):
        assert count_again(FLOW, objective, reason="another window") == 10
    assert set(CountedOutcome.objects.values_list("value", flat=True)) == {1.0}
    refused("UPDATE strategy_countedoutcome SET value = 0")  # the ledgers are shut again


def test_an_account_may_go_and_a_merge_may_move_it(objective) -> None:
    other = make_account()
    with opened_ledgers():
        CountedOutcome.objects.update(account=other)
    CountedOutcome.objects.update(account=None)
    assert CountedOutcome.objects.filter(account=None).count() == 10


def test_opening_one_ledger_leaves_the_others_shut(objective) -> None:
    with opened_ledgers("strategy.Evidence"):
        refused("UPDATE strategy_countedoutcome SET value = 0")
