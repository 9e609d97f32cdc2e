"""Saying what a version does by itself, and in which quarters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.strategy.actions.write_version import open_version
from mutua.strategy.events import StrategyChanged
from mutua.strategy.models import Initiative, StrategyVersion

MOST = 40
LONGEST = 20  # quarters


@dataclass(frozen=True)
class Intended:
    """An initiative. quarter: 1 to 4; lasts: quarters; money in all, in the offering's currency. lever: its number, or none."""

    name: str
    year: int
    quarter: int
    lasts: int = 1
    cost_us: Decimal = Decimal(0)
    cost_them: Decimal = Decimal(0)
    return_us: Decimal | None = None
    return_them: Decimal | None = None
    lever_id: int | None = None


@transaction.atomic
def plan_initiatives(actor: Actor, version_id: int, wanted: Sequence[Intended], *, version: int | None = None) -> StrategyVersion:
    """Replaces the initiatives of an open version. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    draft = open_version(actor, version_id, version)
    _check(draft, wanted)

    draft.initiatives.all().delete()
    for one in sorted(wanted, key=lambda one: (one.year, one.quarter)):
        store(
            Initiative(
                version_of=draft, name=one.name.strip(), lever_id=one.lever_id, year=one.year, quarter=one.quarter, lasts=one.lasts,
                cost_us=one.cost_us, cost_them=one.cost_them, return_us=one.return_us, return_them=one.return_them,
            )
        )  # fmt: skip
    draft.save(update_fields=["updated_at"])

    announce(StrategyChanged(strategy_id=draft.strategy_id, act="planned"), actor=actor)
    return draft


def _check(draft: StrategyVersion, wanted: Sequence[Intended]) -> None:
    if len(wanted) > MOST:
        raise Refused(_("At most %(most)s initiatives are kept. Nothing was saved. What is done at each account stands in its roadmap.") % {"most": MOST})  # fmt: skip
    levers = set(draft.levers.filter(is_chosen=True).values_list("lever", flat=True))
    for one in wanted:
        told = {"name": one.name.strip()}
        if not one.name.strip():
            raise Refused(_("An initiative without a name stands there. Nothing was saved."))
        if not 1 <= one.quarter <= 4 or not 1 <= one.lasts <= LONGEST:
            raise Refused(_("“%(name)s” begins in one of four quarters and takes 1 to 20 of them. Nothing was saved.") % told)
        if one.cost_us < 0 or one.cost_them < 0:
            raise Refused(_("What “%(name)s” costs is not below nothing. Nothing was saved.") % told)
        if one.lever_id is not None and one.lever_id not in levers:
            raise Refused(_("“%(name)s” pulls a lever that this version has not chosen. Nothing was saved. Choose the lever first.") % told)
