"""Commands that show strategies and segments: what the pages show, and a sentence for wrong use."""

from __future__ import annotations

import json
from contextlib import nullcontext
from decimal import Decimal
from typing import Any

import pytest
from click.testing import CliRunner

from mutua.backoffice.models import Worth
from mutua.cli import segment, strategy
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.strategy.models import Objection
from mutua.strategy.tests.making import STATEMENT, make_objective, make_segment, make_strategy, make_version
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def database(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (segment, strategy):
        monkeypatch.setattr(module, "opened", lambda *role: nullcontext())


def said(module: Any, *arguments: str) -> str:
    with nothing_changes():
        result = CliRunner().invoke(module.command, list(arguments))
    assert result.exit_code == 0, result.output
    return result.output


def test_strategies_and_one_of_them(cast: Cast) -> None:
    assert "There is no strategy yet" in said(strategy)
    draft = make_version(make_strategy(name="Sooner", segment=make_segment(name="Grocers")), state="challenged")
    make_objective(draft, name="On time")
    draft.assumptions.create(sentence="Rates stay", test_plan="Ask")
    Objection.objects.create(version_of=draft, sentence="Too dear", raised_by_name="Ben", raised_at=days.now())
    (line,) = json.loads(said(strategy, "--json"))
    assert (line["name"], line["segment"], line["number"], line["state"]) == ("Sooner", "Grocers", 1, "challenged")
    for named in ("Sooner", str(draft.strategy_id)):
        told = said(strategy, named)
        for part in ("Sooner, version 1, challenged", STATEMENT["statement"], "On time: ", "Rates stay: Ask", "Too dear – not answered"):
            assert part in told
    wrong = CliRunner().invoke(strategy.command, ["Later"])
    assert (wrong.exit_code, "There is no strategy “Later”" in wrong.output) == (2, True)


def test_segments_and_who_belongs(cast: Cast) -> None:
    assert "There is no segment yet" in said(segment)
    account = make_account(name="Alder", owner=cast.ada, country="DE")
    grocers = make_segment(name="Grocers", members=[account], predicate={"field": "country", "op": "is", "value": "DE"})
    Worth.objects.create(account=account, currency="USD", orders=3, alive=0.5, purchases=2.0, value=Decimal(100))
    (line,) = json.loads(said(segment, "--json"))
    assert (line["name"], line["size"], line["worth"]) == ("Grocers", 1, [{"currency": "USD", "value": "100.00", "told": 1}])
    assert "Grocers: Country is DE; worth 100.00 USD" in said(segment)
    told = json.loads(said(segment, str(grocers.pk), "--json"))
    assert (told["size"], told["members"]) == (1, [{"id": account.pk, "name": "Alder"}])
    wrong = CliRunner().invoke(segment.command, ["Nobody"])
    assert (wrong.exit_code, "There is no segment “Nobody”" in wrong.output) == (2, True)
