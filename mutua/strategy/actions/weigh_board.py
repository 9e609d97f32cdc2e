"""Choosing how much each criterion of the board weighs."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.strategy.events import BoardWeighed
from mutua.strategy.models import BoardWeights
from mutua.strategy.queries.board_figures import ATTRACTIVENESS, CRITERIA, STRENGTH, weights_now

HUNDRED = 100


@transaction.atomic
def weigh_board(actor: Actor, weights: Mapping[str, int], *, reason: str, version: int | None) -> BoardWeights:
    """The next version of the weights. weights: criterion → 0 to 100. version: the number that was seen, 0 for those that nobody chose.

    Raises NotAllowed, Refused, also where somebody else has chosen in between.
    """
    require(actor, "strategy.strategy.edit")
    newest = BoardWeights.objects.select_for_update().order_by("-number").first()
    number = newest.number if newest else 0
    if version is not None and version != number:
        raise Refused(
            _(
                "Somebody has chosen other weights meanwhile (version %(number)s). Nothing was saved; look at them first, and save again to put yours in their place."
            )
            % {"number": number}
        )
    _check(weights, reason)

    chosen = BoardWeights(
        number=number + 1, weights={key: weights.get(key, 0) for key in CRITERIA}, reason=reason.strip(),
        chosen_by_id=actor.user_id, chosen_by_name=actor.name, chosen_at=days.now(),
    )  # fmt: skip
    if chosen.weights == weights_now(actor).weights:
        raise Refused(_("These are the weights that stand already. Nothing was saved."))
    store(chosen)

    announce(BoardWeighed(weights_id=chosen.pk, number=chosen.number), actor=actor)
    return chosen


def _check(weights: Mapping[str, int], reason: str) -> None:
    if any(not 0 <= weight <= HUNDRED for weight in weights.values()):
        raise Refused(_("A weight lies between 0 and 100. Nothing was saved."))
    for axis, title in ((ATTRACTIVENESS, _("attractiveness")), (STRENGTH, _("strength"))):
        if not any(weights.get(key, 0) for key in axis):
            raise Refused(_("Something must weigh for %(axis)s. Nothing was saved.") % {"axis": title})
    if not reason.strip():
        raise Refused(_("Say why: the order of the cells hangs on it. Nothing was saved."), field="reason")
