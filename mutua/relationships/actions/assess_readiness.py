"""Assessing what a party brings: an account, or our own company."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.customers.queries.accounts import account_for
from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.relationships.events import ReadinessAssessed
from mutua.relationships.models import Readiness
from mutua.relationships.models.labels import DIMENSIONS
from mutua.relationships.rules.kinds import Dimension
from mutua.relationships.rules.readiness import MOST

TENTH = Decimal("0.1")


@transaction.atomic
def assess_readiness(
    actor: Actor,
    account_id: int | None,
    levels: Mapping[str, Decimal | None],
    *,
    evidence: str = "",
    evidences: Mapping[str, str] | None = None,
    confidence: Decimal = Decimal("0.50"),
    from_data: str = "",
) -> list[Readiness]:
    """levels: dimension → 0.0 to 4.0 in tenths, None where nobody knows; dimensions left out stay as they are.
    evidence: how we know, for all of them; evidences: for one dimension alone. Only a level that stands already needs no new one.

    account_id None: our own company. from_data: the proposal that it came from. Raises NotFound, NotAllowed, Refused.
    """
    account = account_for(actor, account_id) if account_id is not None else None
    require(actor, "relationships.readiness.edit", account)
    _check(levels)

    rows = []
    for dimension, level in levels.items():
        row = Readiness.everything.select_for_update().filter(account=account, dimension=dimension).first()
        if level is None:
            if row is not None:
                row.delete()
            continue
        row = row or Readiness(account=account, dimension=dimension)
        said = ((evidences or {}).get(dimension) or evidence).strip()
        # The evidence of another level says nothing of this one.
        kept = row.evidence if row.level == level and not from_data else ""
        if not said and not kept:
            raise Refused(_how_known(dimension), field=f"{dimension}_evidence")
        row.level, row.evidence, row.confidence, row.from_data = level, said or kept, confidence, from_data
        row.assessed_on, row.assessor_id = days.today(), actor.user_id
        store(row)
        rows.append(row)

    labels = dict(DIMENSIONS)
    told = ", ".join(f"{labels[key]} {level if level is not None else '–'}" for key, level in levels.items())
    announce(ReadinessAssessed(account_id=account_id, levels=told), actor=actor)
    return rows


def _how_known(dimension: str) -> str:
    words = {"dimension": dict(DIMENSIONS)[dimension]}
    return _("%(dimension)s: say how you know. A gate opens by it, and money hangs on the gate. Nothing was changed.") % words


def _check(levels: Mapping[str, Decimal | None]) -> None:
    for dimension, level in levels.items():
        if dimension not in set(Dimension):
            raise Refused(_("%(name)s is no dimension of readiness. Nothing was changed.") % {"name": dimension})
        if level is not None and (not 0 <= level <= MOST or level % TENTH):
            raise Refused(_("Readiness goes from 0.0 to 4.0 in tenths. Nothing was changed."), field=dimension)
