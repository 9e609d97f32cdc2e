"""What stood in the fields of segments, strategies, open versions and what hangs on them can be put back, by the same acts that edit them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.customers.queries.accounts import account_for
from mutua.foundation.access import Actor, find
from mutua.foundation.records.returning import old_values
from mutua.strategy.actions import edit_segment, edit_strategy, set_objective, write_version
from mutua.strategy.actions.write_customer_strategy import write_customer_strategy
from mutua.strategy.lists import rule_in_words
from mutua.strategy.models import CustomerStrategy, GenericStrategy, Objective, Segment, StrategyVersion
from mutua.strategy.queries.customer_strategies import customer_strategies_seen
from mutua.strategy.queries.segments import segment_for
from mutua.strategy.queries.strategies import objective_for, strategy_for, version_for
from mutua.strategy.rules.lifecycle import OPEN_TO_CHANGE
from mutua.strategy.views.versions import page_of

NEVER_CHANGES = _("This version was approved and never changes: nothing is put back into it. Start a new version to say something else.")


def _version_stays(version: StrategyVersion) -> Any:
    return "" if version.state in OPEN_TO_CHANGE else NEVER_CHANGES


def _customer_strategy(actor: Actor, customer_strategy_id: int) -> CustomerStrategy:
    found = find(customer_strategies_seen(actor), pk=customer_strategy_id)
    account_for(actor, found.account_id)  # in the bin its strategy is not read, either
    return found


def _write_again(actor: Actor, customer_strategy_id: int, *, version: int | None, **values: Any) -> CustomerStrategy:
    own = _customer_strategy(actor, customer_strategy_id)
    stands = {"statement": own.statement, "versions": list(own.versions.all()), "is_active": own.state == StrategyVersion.State.ACTIVE}
    return write_customer_strategy(actor, own.account_id, version=version, **{**stands, **values})


old_values(
    "segment",
    Segment,
    find=segment_for,
    edit=edit_segment.edit_segment,
    view_needs="strategy.segment.view",
    edit_needs="strategy.segment.edit",
    fields=edit_segment.FIELDS,
    words={"predicate": rule_in_words},
)
old_values(
    "strategy",
    GenericStrategy,
    find=strategy_for,
    edit=edit_strategy.edit_strategy,
    view_needs="strategy.strategy.view",
    edit_needs="strategy.strategy.edit",
    fields=edit_strategy.FIELDS,
)
old_values(
    "strategy-version",
    StrategyVersion,
    find=version_for,
    edit=write_version.write_version,
    view_needs="strategy.strategy.view",
    edit_needs="strategy.strategy.edit",
    fields=write_version.FIELDS,
    page=page_of,
    stays=_version_stays,
)
old_values(
    "objective",
    Objective,
    find=objective_for,
    edit=set_objective.edit_objective,
    view_needs="strategy.strategy.view",
    edit_needs="strategy.strategy.edit",
    fields=set_objective.FIELDS,
    page=lambda objective: reverse("strategy:objective", args=[objective.pk]),
    stays=lambda objective: _version_stays(objective.version_of),
)
old_values(
    "customer-strategy",
    CustomerStrategy,
    find=_customer_strategy,
    edit=_write_again,
    view_needs="strategy.strategy.view",
    edit_needs="strategy.customer_strategy.edit",
    fields=("statement", "custom"),
    page=lambda own: reverse("strategy:customer-strategy", args=[own.account_id]),
)
