"""Comparisons in words: what each assumes, why the data do not allow it, and why before and after is no return."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mutua.relationships.models.labels import DESIGNS
from mutua.relationships.rules.evaluation import Design, Lack, Offer

NAMES: dict[str, Any] = dict(DESIGNS)
ASSUMES: dict[Design, Any] = {
    Design.TRIAL: _(
        "That chance decided who got it. Then nothing else has to be assumed; you enter the figure, its standard error and where it is from."
    ),
    Design.ADJUSTED: _("That accounts of the same size and growth would have gone on alike without it."),
    Design.NEVER_TREATED: _("That these accounts would have gone on as those that never had it."),
    Design.NOT_YET_TREATED: _("That who began earlier did so for reasons that have nothing to do with where orders were going."),
    Design.MATCHED: _(
        "That the account would have gone on as the twenty that were nearest in size and growth, and varied no more than they do."
    ),
    Design.BEFORE_AFTER: _("That nothing else changed meanwhile: no season, no market, no price, no other activity. That is never so."),
}
_LACKS: dict[Lack, Any] = {
    Lack.TREATED: _("%(has)s accounts began it within the period; %(wants)s are needed."),
    Lack.CONTROLS: _("There are %(has)s accounts to compare with; %(wants)s are needed."),
    Lack.LATER: _("%(has)s accounts began later or never; %(wants)s are needed."),
    Lack.BEFORE: _("%(has)s months are known of before; %(wants)s are needed."),
    Lack.AFTER: _("%(has)s months are known of after; %(wants)s are needed."),
    Lack.ALWAYS: _("It credits the activity with all that changed meanwhile."),
}


def assumes(design: Design | str) -> Any:
    return ASSUMES[Design(design)]


def why_not(offer: Offer) -> str:
    """Empty where the data allow it."""
    return "" if offer.is_allowed else str(_LACKS[offer.lack] % {"has": offer.has, "wants": offer.wants})


def not_a_return(offered: list[Offer]) -> str:
    """The refusal of before and after: why, and what there is instead."""
    allowed = [f"“{NAMES[offer.design]}”" for offer in offered if offer.is_allowed]
    instead = ", ".join(allowed)
    return str(
        _(
            "Before and after is not a return: it credits the activity with everything that changed meanwhile, season and market included. "
            "Nothing was computed. Instead, those that assume least first: %(designs)s."
        )
        % {"designs": instead}
    )
