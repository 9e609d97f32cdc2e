"""One version is measured in all four perspectives, each objective with a measure of its own; all are counted as their outcomes come."""

from __future__ import annotations

from datetime import date

import pytest

from mutua.backoffice.tests.making import make_invoice, make_order, make_shipment
from mutua.catalog.tests.making import make_offering
from mutua.customers.tests.making import make_account
from mutua.daybook.tests.making import make_task
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.foundation.jobs.inline import run_waiting
from mutua.strategy.actions.watch_objectives import watch_objectives
from mutua.strategy.models import CountedOutcome, Objective
from mutua.strategy.tests.making import make_objective, make_segment, make_strategy, make_version

pytestmark = pytest.mark.django_db
START, TODAY = date(2026, 3, 1), date(2026, 5, 2)
TREE = (
    # measure, perspective, plan, break-even
    ("account.invoiced_in_month", "finance", "5000", "1000"),
    ("value.rated_no_worse", "customer", "0.8", "0.5"),
    ("order.delivery_days", "process", "10", "20"),
    ("task.serves_strategy", "learning", "0.9", "0.5"),
)


@pytest.fixture
def account(cast):
    return make_account(owner=cast.user("ada"))


@pytest.fixture
def strategy(cast, account):
    return make_strategy(segment=make_segment(members=[account]), offering=make_offering(currency="CHF"), owner=cast.user("executive"))


def test_the_tree_is_written_in_the_page_each_measure_once_and_money_in_the_currency_of_the_offering(client, cast, strategy):
    client.force_login(cast.user("executive"))
    version = make_version(strategy)
    address = f"/strategies/versions/{version.pk}/objectives/new/"
    assert "Invoiced to an account in a month (CHF)" in client.get(address).content.decode()
    above = ""
    for metric, perspective, plan, break_even in TREE:
        sent = {"name": perspective, "metric": metric, "perspective": perspective, "target": plan, "break_even": break_even}
        answer = client.post(address, {**sent, "tolerance": "0", "serves": above, "version": "0"})
        assert answer.status_code == 302, answer.content.decode()
        above = Objective.objects.latest("pk").pk
    again = client.post(address, {**sent, "tolerance": "0", "name": "Once more", "version": "0"})
    assert again.status_code == 422
    assert Objective.objects.filter(version_of=version).count() == 4
    page = client.get(f"/strategies/{strategy.pk}/").content.decode()
    assert "CHF" in page


def test_money_a_month_is_counted_in_the_currency_of_the_offering_and_in_no_other(client, cast, account, strategy):
    version = make_version(strategy, active=True, active_from=START)
    objective = make_objective(version, metric="account.invoiced_in_month", target=5000, break_even=1000, tolerance=0)
    for value, currency, day in (("1200.50", "CHF", 4), ("9000.00", "USD", 5), ("-200.00", "CHF", 30)):
        make_invoice(account, value=value, open_amount="0", currency=currency, invoiced_on=date(2026, 3, day))
    with days.as_of(TODAY):
        watch_objectives(flow_actor("test"), [objective.pk])
        client.force_login(cast.user("executive"))
        page = client.get(f"/strategies/{strategy.pk}/review/").content.decode()
    counted = CountedOutcome.objects.filter(objective=objective)
    assert [(row.known_on, row.value, row.currency) for row in counted] == [
        (date(2026, 4, 1), 1000.5, "CHF"),
        (date(2026, 5, 1), 0.0, "CHF"),
    ]
    assert "CHF" in page
    assert "9,000" not in page


def test_a_task_that_is_done_and_a_rating_that_is_given_are_counted_at_once(client, cast, account, strategy):
    version = make_version(strategy, active=True, active_from=START)
    learning = make_objective(version, name="Work", metric="task.serves_strategy", target=0.9, break_even=0.5)
    customer = make_objective(version, name="Rated", metric="value.rated_no_worse", target=0.8, break_even=0.5)
    client.force_login(cast.user("ada"))
    with days.as_of(TODAY):
        task = make_task(owner=cast.ada, title="Send the calendar", account=account, strategy=strategy)
        run_waiting()
        assert not CountedOutcome.objects.exists()
        assert client.post(f"/tasks/{task.pk}/done/", {"version": 1}).status_code == 302
        rated = {"component": "service", "ours": "8", "next_best": "6", "rated_on": str(TODAY), "version": "0"}
        assert client.post(f"/accounts/{account.pk}/new/value-rating/", rated).status_code == 302
        run_waiting()
    assert CountedOutcome.objects.get(objective=learning).value == 1.0
    assert CountedOutcome.objects.get(objective=customer).value == 1.0


def test_days_from_order_to_delivery_are_better_when_they_are_fewer(client, cast, account, strategy):
    version = make_version(strategy, active=True, active_from=START)
    objective = make_objective(version, metric="order.delivery_days", target=10, break_even=20, tolerance=0)
    for n in range(120):
        placed = make_order(account, placed_on=date(2026, 3, 1 + n % 20))
        make_shipment(account, order=placed, promised_on=date(2026, 4, 1 + n % 20), late_by=n % 3)
    with days.as_of(TODAY):
        watch_objectives(flow_actor("test"), [objective.pk])
        client.force_login(cast.user("executive"))
        page = client.get(f"/strategies/{strategy.pk}/review/").content.decode()
    last = objective.measurements.last()
    assert last.verdict == "abandon"  # 31 to 33 days, where 20 break even
    assert last.estimate == pytest.approx(32.0)
    assert 31 < last.lower < last.upper < 33
    assert "32.0 days" in page
