"""Commands that show how an account stands: figures of the pages, and a sentence for wrong use."""

from __future__ import annotations

import csv
import io
import json
from contextlib import nullcontext
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from click.testing import CliRunner

from mutua.backoffice.tests.making import make_shipment
from mutua.cli import measure, portal, profile, readiness, reconciliation, roadmap, touchpoint, value
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.portals.tests.visiting import make_open_link
from mutua.relationships.actions.report_figure import report_figure
from mutua.relationships.models import AccountTouchpoint, Activity, ValueEntry
from mutua.relationships.tests.making import (
    make_account_touchpoint,
    make_engagement,
    make_item,
    make_measure,
    make_profile,
    make_readiness,
)
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db
COMMANDS = {"value": value, "readiness": readiness, "measure": measure, "touchpoint": touchpoint, "profile": profile, "roadmap": roadmap}


@pytest.fixture(autouse=True)
def database(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (*COMMANDS.values(), portal, reconciliation):
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


def refused(command: Any, *words: Any, code: int, says: str) -> None:
    with nothing_changes():
        told = CliRunner().invoke(command, [str(word) for word in words])
    assert told.exception is None or isinstance(told.exception, SystemExit), (words, told.exception)
    assert (told.exit_code, says in told.output) == (code, True), (words, told.exit_code, told.output)


def test_touchpoints_with_the_evidence_of_their_types(cast: Cast) -> None:
    account = make_account(name="Alder Markets", owner=cast.ada)
    at = make_account_touchpoint(account)
    make_engagement(at, "crp")
    AccountTouchpoint.objects.filter(pk=at.pk).update(label="strategic", label_reason="They say so", label_by="Ada")
    [row] = told("touchpoint", "Alder Markets")
    known = Activity.objects.get(key="crp")
    defining = set(Activity.objects.filter(touchpoint=at.touchpoint, type=known.type).values_list("key", flat=True))
    assert (row["touchpoint"], row["type"], row["label"], row["label_reason"]) == (
        "physical-delivery",
        known.type,
        "strategic",
        "They say so",
    )
    assert set(row["coverage"]) == {"independent", "cooperative", "collaborative", "strategic"}
    found = row["coverage"][known.type]
    assert (found["share"], found["engaged"], set(found["missing"])) == (1 / len(defining), ["crp"], defining - {"crp"})
    assert "(by hand: strategic)" in CliRunner().invoke(touchpoint.command, ["Alder Markets"]).output


def test_the_gap_of_a_profile(cast: Cast) -> None:
    account = make_account(name="Alder Markets", owner=cast.ada)
    make_engagement(make_account_touchpoint(account), "edi-asn")
    make_profile(account, {"physical-delivery": ["edi-asn", "crp"]}, perspective="surrogate")
    found = told("profile", "Alder Markets", "--of", "surrogate")
    assert (found["profile"]["perspective"], [row["add"] for row in found["touchpoints"]]) == ("surrogate", [["crp"]])
    assert "+crp" in CliRunner().invoke(profile.command, ["Alder Markets"]).output
    refused(profile.command, "Alder Markets", "--of", "joint", code=1, says="has no profile “joint”")
    refused(profile.command, "Alder Markets", "--of", "theirs", code=2, says="theirs")


def test_a_roadmap_with_its_money_and_gates(cast: Cast) -> None:
    account = make_account(name="Alder Markets", owner=cast.ada)
    item = make_item(account, "crp", cost=90, gain=170, needs={"will": 4})
    make_item(account, "vmi", cost=1, gain=2, state="stopped")
    [row] = told("roadmap", "Alder Markets")
    assert (row["item_id"], row["investment"]["us"], row["returns"]["us"], row["passable"]) == (item.pk, "90.00", "170.00", False)
    assert len(told("roadmap", "Alder Markets", "--all")) == 2
    assert "below its gate: ready to 0 of 1" in CliRunner().invoke(roadmap.command, ["Alder Markets"]).output


def test_where_a_customers_figure_is_not_ours(cast: Cast) -> None:
    at = make_account_touchpoint(make_account(name="Alder Markets", owner=cast.ada))
    counted = make_measure(at, early_days=1)
    promised = days.today() - timedelta(days=30)
    make_shipment(account=at.account, number="=S1", promised_on=promised, delivered_on=promised - timedelta(days=4))
    make_shipment(account=at.account, number="S2", promised_on=promised, delivered_on=promised)
    runner = CliRunner()
    again = runner.invoke(reconciliation.command, [str(counted.pk), "--again", "--json"])
    [row] = json.loads(again.output)
    assert (row["number"], row["ours"], row["theirs"], row["reason"], row["effect"]) == ("=S1", True, False, "early", "-1.000")
    with nothing_changes():
        lines = list(csv.DictReader(io.StringIO(runner.invoke(reconciliation.command, [str(counted.pk), "--csv"]).output)))
        plain = runner.invoke(reconciliation.command, [str(counted.pk)]).output
    assert [(line["reason"], line["number"].endswith("=S1"), line["number"][0] == "=") for line in lines] == [("early", True, False)]
    assert "1 differences" in plain
    refused(reconciliation.command, 999_999, code=1, says="There is no measure 999999")
    refused(reconciliation.command, counted.pk, "--json", "--csv", code=2, says="One of --json and --csv")
    refused(reconciliation.command, "first", code=2, says="first")


def test_links_are_listed_and_closed(cast: Cast) -> None:
    account = make_account(name="Alder Markets", owner=cast.ada)
    link, token = make_open_link(account)
    runner = CliRunner()
    with nothing_changes():
        listed = runner.invoke(portal.command, ["list", "Alder Markets", "--json"])
    [row] = json.loads(listed.output)
    assert (row["link_id"], row["is_open"], token in listed.output) == (link.pk, True, False)
    refused(portal.command, "close", "Alder Markets", code=2, says="Say which link")
    refused(portal.command, "close", "Alder Markets", link.pk, "--all", code=2, says="Say which link")
    refused(portal.command, "close", "Alder Markets", 999_999, code=1, says="has no link 999999")
    refused(portal.command, "close", "Nobody & Sons", link.pk, code=2, says="There is no account")
    assert runner.invoke(portal.command, ["close", "Alder Markets", str(link.pk)]).output == f"Closed: {link.pk}.\n"
    refused(portal.command, "close", "Alder Markets", link.pk, code=1, says="opens nothing any more")
    link.refresh_from_db()
    assert link.revoked_at is not None
    assert runner.invoke(portal.command, ["close", "Alder Markets", "--all"]).output == "No link was open.\n"
