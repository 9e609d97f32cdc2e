from __future__ import annotations

from decimal import Decimal

import pytest

from mutua.relationships.rules.approving import Rule, is_own, outcome


@pytest.mark.parametrize(
    ("budget", "currency", "asked"),
    [("249999.99", "USD", False), ("250000", "USD", True), ("900000", "USD", True), ("1", "EUR", True)],
)
def test_a_rule_asks_from_its_budget_on_and_of_what_cannot_be_compared(budget: str, currency: str, asked: bool) -> None:
    assert Rule(Decimal(250_000), "USD").asks_for(Decimal(budget), currency) is asked


@pytest.mark.parametrize(
    ("answers", "amounts_to"),
    [
        ([], "withdrawn"),
        (["waiting"], "waiting"),
        (["approved", "waiting"], "waiting"),
        (["approved", "approved"], "approved"),
        (["approved", "refused", "withdrawn"], "refused"),
        (["approved", "withdrawn"], "withdrawn"),
    ],
)
def test_all_have_to_approve_and_one_sends_it_back(answers: list[str], amounts_to: str) -> None:
    assert outcome(answers) == amounts_to


def test_a_plan_is_its_own_of_whoever_made_it_or_asked() -> None:
    assert is_own(3, None, 3)
    assert not is_own(3, 4, None)
    assert not is_own(None, None)  # a process is nobody
