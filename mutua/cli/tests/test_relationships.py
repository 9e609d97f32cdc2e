"""Commands that show how an account stands: figures of the pages, and a sentence for wrong use."""

from __future__ import annotations

import json
from contextlib import nullcontext
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from click.testing import CliRunner

from mutua.cli import measure, readiness, value
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.relationships.actions.report_figure import report_figure
from mutua.relationships.models import ValueEntry
from mutua.relationships.tests.making import make_account_touchpoint, make_item, make_measure, make_readiness
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db
COMMANDS = {"value": value, "readiness": readiness, "measure": measure}


@pytest.fixture(autouse=True)
def database(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in COMMANDS.values():
        monkeypatch.setattr(module, "opened", lambda *role: nullcontext())


def told(name: str, *arguments: str) -> Any:
    with nothing_changes():
        result = CliRunner().invoke(COMMANDS[name].command, [*arguments, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def test_the_ledger_in_figures(cast: Cast) -> None:
    account = make_account(name="Alder Markets", owner=cast.ada)
    for side, flows in (("us", (-220, 90, 110, 120)), ("customer", (-60, -10, 20, 25))):
        for year, amount in enumerate(flows):
            ValueEntry.objects.create(
                account=account,
                side=side,
                component="service",
                kind="claimed",
                amount=amount,
                currency="USD",
                period=date(2026 + year, 1, 1),
            )
    found = told("value", "alder markets")
    assert {side: float(found["worth"][side]) for side in ("us", "customer", "joint")} == {"us": 42.89, "customer": -33.78, "joint": 9.11}
    assert (found["worth"]["transfer"], found["worth"]["times"], found["waiting"]) == ("13.58", 3, 8)
    said = CliRunner().invoke(value.command, [str(account.pk)]).output
    assert "no customer benefit: 13.58 USD a year, 3 times, brings it to zero" in said


def test_readiness_of_both_and_what_it_holds_back(cast: Cast) -> None:
    account = make_account(name="Alder Markets", owner=cast.ada)
    make_readiness(None, will=4)
    make_readiness(account, will="0.8")
    item = make_item(account, "backhaul", cost=10, gain=20, needs={"will": 4})
    found = told("readiness", "Alder Markets")
    assert [float(level) for level in found["levels"]["will"]] == [4.0, 0.8]
    assert found["levels"]["data"] == [None, None]
    assert [(row["item_id"], row["ratio"]) for row in found["held_back"]] == [(item.pk, 0.2)]


def test_measures_with_whose_they_are(cast: Cast) -> None:
    account = make_account(name="Alder Markets", owner=cast.ada)
    measured = make_measure(make_account_touchpoint(account), shipments=False, is_proxy=False)
    today = days.today()
    report_figure(cast.ada, measured.pk, since=today.replace(day=1), until=today, numerator=Decimal(94), denominator=Decimal(100))
    [row] = told("measure", "Alder Markets")
    assert (row["touchpoint"], row["value"], row["owner"]) == ("physical-delivery", 0.94, "their own")
    assert "94.0%" in CliRunner().invoke(measure.command, ["Alder Markets"]).output


@pytest.mark.parametrize("name", COMMANDS)
def test_an_account_that_nobody_knows_is_answered_by_a_sentence(name: str, cast: Cast) -> None:
    result = CliRunner().invoke(COMMANDS[name].command, ["Nobody & Sons"])
    assert (result.exit_code, "There is no account “Nobody & Sons”" in result.output) == (2, True)


def test_a_name_of_two_is_answered_by_a_sentence(cast: Cast) -> None:
    make_account(name="Twin", owner=cast.ada)
    make_account(name="Twin", owner=cast.ada)
    result = CliRunner().invoke(value.command, ["Twin"])
    assert (result.exit_code, "Several accounts are called “Twin”" in result.output) == (2, True)
