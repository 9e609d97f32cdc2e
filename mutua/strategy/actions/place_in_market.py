"""Saying where we stand in the market of a version, year by year, and where we want to stand."""

from __future__ import annotations

from collections import Counter
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
from mutua.strategy.models import MarketPosition, StrategyVersion
from mutua.strategy.rules.positions import envisioned_before_found

MOST = 20


@dataclass(frozen=True)
class Placed:
    """A year of the market. share: 0 to 1; size: money a year in the offering's currency; rank: 1 is the first."""

    year: int
    share: Decimal
    is_envisioned: bool = False
    size: Decimal | None = None
    rank: int | None = None
    origin: str = ""


@transaction.atomic
def place_in_market(actor: Actor, version_id: int, places: Sequence[Placed], *, version: int | None = None) -> StrategyVersion:
    """Replaces the positions of an open version. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    draft = open_version(actor, version_id, version)
    _check(places)

    draft.positions.all().delete()
    for place in sorted(places, key=lambda one: one.year):
        store(
            MarketPosition(
                version_of=draft, year=place.year, is_envisioned=place.is_envisioned, share=place.share.quantize(Decimal("0.0001")),
                size=place.size, rank=place.rank, origin=place.origin.strip(),
            )
        )  # fmt: skip
    draft.save(update_fields=["updated_at"])

    announce(StrategyChanged(strategy_id=draft.strategy_id, act="placed"), actor=actor)
    return draft


def _check(places: Sequence[Placed]) -> None:
    if len(places) > MOST:
        raise Refused(_("At most %(most)s years are kept. Nothing was saved.") % {"most": MOST})
    twice = [year for year, times in Counter(place.year for place in places).items() if times > 1]
    if twice:
        raise Refused(_("%(year)s stands there twice. Nothing was saved.") % {"year": min(twice)})
    if any(not 0 <= place.share <= 1 for place in places):
        raise Refused(_("A share lies between 0 % and 100 %. Nothing was saved."))
    if wrong := envisioned_before_found(places):
        raise Refused(
            _("%(year)s is envisioned, and a later year or the same one is told as found already. Nothing was saved.") % {"year": wrong}
        )
