"""What no published file holds: people, needs, engagements, strategies, plans. Invented, and marked so; laid on through the actions."""

from __future__ import annotations

from collections.abc import Callable

from mutua.demo.overlay.accounts import lay_accounts, lay_needs
from mutua.demo.overlay.case import lay_business_case
from mutua.demo.overlay.last_year import evaluate_last_plan, lay_last_plan
from mutua.demo.overlay.last_year import orders as last_years_orders
from mutua.demo.overlay.leads import lay_leads
from mutua.demo.overlay.parties import lay_parties
from mutua.demo.overlay.planned import lay_planned
from mutua.demo.overlay.plans import open_the_plan
from mutua.demo.overlay.programmes import lay_our_readiness, lay_programmes
from mutua.demo.overlay.running import lay_running
from mutua.demo.overlay.selling import lay_selling, with_expected_days
from mutua.demo.overlay.strategies import lay_customer_strategies, lay_segments, lay_strategies
from mutua.demo.shift import Shift
from mutua.foundation.access import Actor

__all__ = [
    "evaluate_last_plan", "last_years_orders", "lay_last_plan", "lay_needs", "lay_over", "lay_selling", "lay_strategies", "with_expected_days",
]  # fmt: skip


def lay_over(actor: Actor, shift: Shift, step: Callable[[str], None]) -> None:
    """Everything but the strategies, which stand before the deals come in. step(title): a part is done."""
    lay_our_readiness(actor)
    lay_accounts(actor, shift, "programmes.toml")
    lay_customer_strategies("programmes.toml")
    step("Programmes")
    lay_accounts(actor, shift, "grocery.toml")
    lay_parties(shift)
    step("Grocery")
    lay_programmes(actor, shift)
    lay_running(shift)
    step("Roadmaps")
    lay_planned(actor)
    open_the_plan(actor, shift)
    lay_business_case(actor, shift)
    lay_segments(actor)
    lay_leads(actor)
