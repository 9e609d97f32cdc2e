"""`mutua enter`: the acts of the pages at a terminal, in somebody's name or in none, and a sentence for what is refused."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from decimal import Decimal

import pytest
from click.testing import CliRunner, Result

from mutua.cli import enter
from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.relationships.models import AccountTouchpoint, Engagement, Observation, Readiness, ValueEntry
from mutua.relationships.tests.making import make_account_touchpoint, make_catalogue, make_measure
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enter, "opened", lambda *role: nullcontext())


@pytest.fixture
def alder(cast: Cast) -> Account:
    make_catalogue()
    return make_account(name="Alder Markets", owner=cast.ada)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(enter.command, [str(one) for one in arguments])


def refused(code: int, *arguments: object) -> str:
    with nothing_changes():
        done = run(*arguments)
    assert done.exit_code == code, done.output
    assert "Traceback" not in done.output
    return done.output


def test_a_practice_opens_its_touchpoint(alder: Account) -> None:
    done = run("practice", "Alder Markets", "physical-delivery", "crp", "--state", "full", "--since", "2026-03-01", "--evidence", "Seen")
    assert done.exit_code == 0, done.output
    made = Engagement.objects.get()
    assert (made.state, made.since, made.evidence, made.activity.key) == ("full", date(2026, 3, 1), "Seen", "crp")
    assert "stands here already" in refused(1, "practice", "Alder Markets", "physical-delivery", "crp")
    assert "no such thing" in refused(1, "practice", "Alder Markets", "claims-service", "crp")
    assert "There is no account" in refused(2, "practice", "Nobody", "physical-delivery", "crp")
    assert not AccountTouchpoint.objects.exclude(touchpoint__key="physical-delivery").exists()


def test_a_figure_that_is_reported(alder: Account) -> None:
    measure = make_measure(make_account_touchpoint(alder), shipments=False)
    done = run("figure", measure.pk, "2026-01-01", "2026-03-31", "180", "200")
    assert done.exit_code == 0, done.output
    made = Observation.objects.get()
    assert (made.numerator, made.denominator, made.since, made.until) == (180, 200, date(2026, 1, 1), date(2026, 3, 31))
    assert "is not a number" in refused(2, "figure", measure.pk, "2026-01-01", "2026-03-31", "many", "200")
    assert refused(1, "figure", measure.pk, "2026-03-31", "2026-01-01", "1", "2")
    assert "no such thing" in refused(1, "figure", 999_999, "2026-01-01", "2026-03-31", "1", "2")


def test_readiness_of_an_account_and_our_own(alder: Account) -> None:
    assert run("readiness", "data=3", "will=2.5", "--account", alder.pk, "--evidence", "Audit of May").exit_code == 0
    assert run("readiness", "people=4", "--evidence", "Trained").exit_code == 0
    assert {(one.account_id, one.dimension, one.level) for one in Readiness.objects.all()} == {
        (alder.pk, "data", Decimal(3)),
        (alder.pk, "will", Decimal("2.5")),
        (None, "people", Decimal(4)),
    }
    assert "Write each once" in refused(2, "readiness", "data", "--evidence", "x")
    assert "Write each once" in refused(2, "readiness", "data=1", "data=2", "--evidence", "x")
    assert refused(1, "readiness", "luck=1", "--evidence", "x")
    assert refused(1, "readiness", "data=5", "--account", alder.pk, "--evidence", "x")
    assert refused(1, "readiness", "data=1", "--account", alder.pk)  # without evidence


def test_a_value_and_that_nobody_verifies_it_here(alder: Account) -> None:
    assert run("value", "Alder Markets", "customer", "service", "84000.50", "2026-03-15", "--kind", "claimed").exit_code == 0
    made = ValueEntry.objects.get()
    assert (made.amount, made.currency, made.period, made.kind) == (Decimal("84000.50"), alder.currency, date(2026, 1, 1), "claimed")
    assert "'verified' is not one of" in refused(2, "value", "Alder Markets", "us", "price", "1", "2026-03-15", "--kind", "verified")
    assert refused(1, "value", "Alder Markets", "us", "price", "1", "0206-03-15")
    assert refused(2, "value", "Alder Markets", "us", "price", "NaN", "2026-03-15")


def test_in_somebodys_name_with_that_persons_rights(cast: Cast, alder: Account) -> None:
    sent = ("value", alder.pk, "us", "price", "5", "2026-03-15")
    assert "There is no account" in refused(2, *sent, "--as", "eve@example.org")
    assert "Nobody who may sign in" in refused(2, *sent, "--as", "nobody@example.org")
    assert "There is no account" in refused(2, *sent, "--as", "mia@example.org")
    assert run(*sent, "--as", "ada@example.org").exit_code == 0
    agent = make_account(name="Seen by the agent", owner=cast.cleo)
    assert "may not do that" in refused(1, "value", agent.pk, "us", "price", "5", "2026-03-15", "--as", "cleo@example.org")
