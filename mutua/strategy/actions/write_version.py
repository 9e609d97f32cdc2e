"""Writing what a version says, while it is open to change."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.strategy.events import StrategyChanged
from mutua.strategy.models import StrategyVersion
from mutua.strategy.queries.strategies import version_for
from mutua.strategy.rules.lifecycle import OPEN_TO_CHANGE


@transaction.atomic
def write_version(
    actor: Actor,
    version_id: int,
    *,
    version: int | None,
    statement: str,
    who: str = "",
    value_to_them: str = "",
    value_to_us: str = "",
    what_we_do: str = "",
    ansoff: str = StrategyVersion.Ansoff.PENETRATION,
    alpha: Decimal = Decimal("0.05"),
) -> StrategyVersion:
    """The version with these words. A draft may be unfinished; the check comes when it is put up for challenge.

    Raises NotFound, NotAllowed, StaleVersion, Refused.
    """
    draft = open_version(actor, version_id, version)

    draft.statement, draft.ansoff, draft.alpha = statement.strip(), ansoff, alpha
    draft.who, draft.value_to_them, draft.value_to_us, draft.what_we_do = (
        who.strip(),
        value_to_them.strip(),
        value_to_us.strip(),
        what_we_do.strip(),
    )
    store(draft, update_fields=["statement", "ansoff", "alpha", "who", "value_to_them", "value_to_us", "what_we_do"])

    announce(StrategyChanged(strategy_id=draft.strategy_id, act="written"), actor=actor)
    return draft


def open_version(actor: Actor, version_id: int, version: int | None = None) -> StrategyVersion:
    """The version, locked, when it may still be changed. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    draft = locked(version_for(actor, version_id), version)
    require(actor, "strategy.strategy.edit", draft)
    if draft.state not in OPEN_TO_CHANGE:
        raise Refused(_("This version was approved and never changes. Nothing was changed. Start a new version to say something else."))
    return draft
