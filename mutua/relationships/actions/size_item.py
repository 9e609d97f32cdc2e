"""Saying what an item costs and brings each side, what it takes and when it may start."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.filling import fill
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import refuse_unseen
from mutua.relationships.events import RoadmapItemMoved
from mutua.relationships.models import RoadmapItem
from mutua.relationships.models.figures import Figures
from mutua.relationships.queries.roadmaps import item_for
from mutua.relationships.rules.kinds import Dimension, Side
from mutua.relationships.rules.lifecycles import STARTED, ItemState
from mutua.relationships.rules.readiness import MOST
from mutua.relationships.rules.returns import Estimate, Returns, net_of, returns_of, unsplit

FIELDS = (
    "title", "owner", "strategy", "lever", "lasts", "not_before", "investment_us", "investment_them", "returns", "return_us", "return_them",
    "return_low", "return_high", "hours", "needs", "gate", "custom",
)  # fmt: skip
UNSPLIT = ("return_us", "return_low", "return_high", "return_them")
TOLD_ANEW = {"custom", "owner", "title"}  # may change at any time: no figure hangs on them
STAND = _("This item is committed: its figures stand as they were believed. Nothing was changed.")


@transaction.atomic
def size_item(actor: Actor, item_id: int, *, version: int | None, **values: Any) -> RoadmapItem:
    """values: any of FIELDS; amounts are lists by quarter from the start. With returns an idea becomes sized.

    returns: split into sales, margin and cost, as `rules.returns.returns_of` takes them; the totals follow. Whoever gives totals
    instead (return_us and its like) has not split them, and they count as margin.
    Figures send an item back to before its gate; its owner, its title and custom fields leave it where it is, and change of a committed one, too.
    Raises NotFound, NotAllowed, StaleVersion, Refused.
    """
    item = locked(item_for(actor, item_id), version)
    require(actor, "relationships.roadmap.edit", item)
    refuse_unseen(actor, RoadmapItem, values)
    figures = values.keys() - TOLD_ANEW
    if figures and item.state in STARTED:
        raise Refused(STAND)
    if asks_less(item, values.get("needs", item.needs)):
        # It opens the gate as much as lowering it does.
        require(actor, "relationships.gate.override", item)
    values = with_returns(item, values)
    check_figures(item, values)

    fill(item, values, FIELDS)
    before = item.state
    if figures:
        item.state = (ItemState.SIZED if item.is_sized else ItemState.IDEA).value
    store(item)

    if item.state != before:
        announce(moved(item), actor=actor)
    return item


def asks_less(item: RoadmapItem, needs: Mapping[str, Any]) -> bool:
    """Whether these needs ask for less readiness than the item does now."""
    return any(Decimal(str(needs.get(dimension, 0))) < Decimal(str(need)) for dimension, need in item.needs.items())


def moved(item: RoadmapItem) -> RoadmapItemMoved:
    return RoadmapItemMoved(item_id=item.pk, account_id=item.account_id, item=item.name, state=str(item.get_state_display()).lower())


def with_returns(item: Figures, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with split returns and their totals, which always say the same."""
    totals = {name: values[name] for name in UNSPLIT if name in values}
    if "returns" not in values and not totals:
        return dict(values)
    if "returns" in values and totals:
        raise Refused(_("Returns are given split or as totals, not both. Nothing was changed."), field="returns")
    if totals:
        likely = totals.get("return_us", item.return_us)
        low, high = totals.get("return_low", item.return_low), totals.get("return_high", item.return_high)
        _check_between(sum(likely, Decimal(0)), low, high)
        given = dict(item.returns)
        if totals.keys() - {"return_them"}:
            given[Side.US.value] = unsplit(likely, low, high)
        if "return_them" in totals:
            given[Side.THEM.value] = unsplit(totals["return_them"])
    else:
        given = values["returns"]
    try:
        returns = returns_of(given)
    except ValueError as error:
        raise Refused(_("%(why)s Nothing was changed.") % {"why": error}, field="returns") from error
    return {**values, "returns": returns, **totals_of(returns)}


def totals_of(returns: Returns) -> dict[str, Any]:
    """What the columns beside split returns say. Low and high are told only where somebody told them."""
    beside = {estimate for component in returns.get(Side.US, {}).values() for estimate in component}
    low, high = (
        sum(net_of(returns, Side.US, estimate), Decimal(0)) if estimate in beside else None for estimate in (Estimate.LOW, Estimate.HIGH)
    )
    return {"return_us": net_of(returns, Side.US), "return_them": net_of(returns, Side.THEM), "return_low": low, "return_high": high}


def check_figures(item: Figures, values: Mapping[str, Any]) -> None:
    for name in ("investment_us", "investment_them"):
        if any(amount < 0 for amount in values.get(name, ())):
            raise Refused(_("An investment cannot be negative. Nothing was changed."), field=name)
    if any(hour < 0 for team in values.get("hours", {}).values() for hour in team):
        raise Refused(_("Hours cannot be negative. Nothing was changed."), field="hours")
    if any(key not in set(Dimension) or not 0 <= level <= MOST for key, level in values.get("needs", {}).items()):
        words = {"dimensions": ", ".join(Dimension)}
        raise Refused(_("An item needs levels from 0 to 4 of: %(dimensions)s. Nothing was changed.") % words, field="needs")
    gate = values.get("gate", item.gate)
    if not 0 <= gate <= 1:
        raise Refused(_("A gate lies between 0 and 1. Nothing was changed."), field="gate")
    if gate < item.gate:
        raise Refused(
            _("A gate is lowered on the page of the item, in one’s own name, with a reason and the expected loss. Nothing was changed."),
            field="gate",
        )


def _check_between(likely: Decimal, low: Decimal | None, high: Decimal | None) -> None:
    if (low is not None and low > likely) or (high is not None and high < likely):
        raise Refused(_("The likely return has to lie between the low and the high one. Nothing was changed."), field="return_us")
