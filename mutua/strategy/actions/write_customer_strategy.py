"""Writing what we want with one customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.customers.queries.accounts import account_for
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.fields.values import merged_custom
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import refuse_unseen
from mutua.strategy.events import CustomerStrategyWritten
from mutua.strategy.models import CustomerStrategy, StrategyVersion

State = StrategyVersion.State


@transaction.atomic
def write_customer_strategy(
    actor: Actor,
    account_id: int,
    *,
    statement: str,
    versions: Sequence[StrategyVersion],
    is_active: bool,
    version: int | None = None,
    custom: Mapping[str, Any] | None = None,
) -> CustomerStrategy:
    """The account's strategy with these words and versions; made when there is none. version: of the customer strategy as it was seen.

    Raises NotFound, NotAllowed, StaleVersion, Refused when an active one would stand on nothing that is in force.
    """
    account = account_for(actor, account_id)
    require(actor, "strategy.customer_strategy.edit", account)
    found = CustomerStrategy.objects.filter(account=account, state__in=[State.ACTIVE, State.DRAFT]).order_by("-state", "pk").first()
    written = locked(found, version) if found else CustomerStrategy(account=account)
    refuse_unseen(actor, CustomerStrategy, {"custom": custom}, new=found is None)
    if is_active and not any(one.state == State.ACTIVE for one in versions) and not _stands_so(found, versions):
        raise Refused(
            _("A customer strategy in force stands on a strategy in force. Choose one, or keep this as a draft. Nothing was saved."),
            field="versions",
        )

    written.statement, written.state = statement.strip(), State.ACTIVE if is_active else State.DRAFT
    written.custom = merged_custom(written, custom or {})
    store(written)
    written.versions.set(versions)

    announce(CustomerStrategyWritten(customer_strategy_id=written.pk, account_id=account.pk, state=written.state), actor=actor)
    return written


def _stands_so(found: CustomerStrategy | None, versions: Sequence[StrategyVersion]) -> bool:
    """Whether it was in force on just these before: other words do not need another ground."""
    if found is None or found.state != State.ACTIVE or not versions:
        return False
    return {one.pk for one in versions} == set(found.versions.values_list("pk", flat=True))
