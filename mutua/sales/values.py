"""What may be written into a deal, and what is asked before it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from mutua.customers.queries.accounts import account_for
from mutua.foundation.access import Actor, NotFound
from mutua.foundation.records import filling
from mutua.foundation.records.errors import Refused
from mutua.foundation.tags.actions.settle_tags import settled
from mutua.sales.models import Opportunity
from mutua.strategy.queries.serving import strategy_serving

OPPORTUNITY_FIELDS = (
    "name", "account", "product", "owner", "stage", "amount", "currency", "engaged_on", "expected_on", "strategy", "tags", "custom", "source",
    "source_key",
)  # fmt: skip


def fill(opportunity: Opportunity, values: Mapping[str, Any]) -> list[str]:
    """Put the values into the deal; the names of those that are new. Raises Refused for a custom value of the wrong kind."""
    written = {name: settled(value) if name == "tags" else value for name, value in values.items()}
    changed = filling.fill(opportunity, written, OPPORTUNITY_FIELDS)
    if "amount" in changed and opportunity.amount_is_list_price:
        opportunity.amount_is_list_price = False
        changed.append("amount_is_list_price")
    return changed


def check_account(actor: Actor, opportunity: Opportunity) -> None:
    """Raises Refused for an account that the actor does not see."""
    try:
        account_for(actor, opportunity.account_id or 0)
    except NotFound:
        raise Refused(_("There is no such account, or it is not yours to see. Nothing was saved."), field="account") from None


def infer_strategy(opportunity: Opportunity) -> list[str]:
    """Where nobody chose a strategy, the one that account and product imply, if any; the names of the fields that changed."""
    if opportunity.strategy_id is not None and not opportunity.strategy_inferred:
        return []
    pair = (opportunity.account_id, opportunity.product_id)
    found = strategy_serving([pair[0]], [pair[1]]).get(pair)
    before = (opportunity.strategy_id, opportunity.strategy_inferred)
    opportunity.strategy_id, opportunity.strategy_inferred = found, found is not None
    return ["strategy", "strategy_inferred"] if (found, found is not None) != before else []
