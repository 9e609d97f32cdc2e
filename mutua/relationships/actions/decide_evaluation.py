"""Deciding what follows from an evaluation: repeat, do not repeat, or not clear yet. It is frozen, and the item is evaluated."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.foundation.ui import formats
from mutua.relationships.actions.size_item import moved
from mutua.relationships.events import ItemEvaluated
from mutua.relationships.models import PostEvaluation
from mutua.relationships.queries.evaluations import evaluation_for
from mutua.relationships.queries.roadmaps import item_for
from mutua.relationships.rules.evaluation import Verdict, as_sure
from mutua.relationships.rules.lifecycles import ItemState, next_item_states


@transaction.atomic
def decide_evaluation(actor: Actor, evaluation_id: int, *, version: int | None, verdict: str, reason: str) -> PostEvaluation:
    """Raises NotFound, NotAllowed, StaleVersion; Refused when it is decided, without a reason, or for an unknown verdict."""
    evaluation = locked(evaluation_for(actor, evaluation_id), version)
    require(actor, "relationships.evaluation.decide", evaluation)
    if evaluation.is_decided:
        raise Refused(_("This evaluation is decided and stands as it was believed. Nothing was changed."))
    if verdict not in {one.value for one in Verdict}:
        raise Refused(_("Choose what follows: repeat, do not repeat, or not clear yet. Nothing was changed."), field="verdict")
    if not reason.strip():
        raise Refused(_("A decision needs a reason: next year somebody will ask. Nothing was changed."), field="reason")
    item = locked(item_for(actor, evaluation.item_id), None)
    if ItemState.EVALUATED not in next_item_states(item.state):
        raise Refused(_("This item is “%(state)s” and cannot be evaluated.") % {"state": item.get_state_display()})

    evaluation.verdict, evaluation.reason = verdict, reason.strip()
    evaluation.decided_at, evaluation.decided_by_id, evaluation.decided_by_name = days.now(), actor.user_id, actor.name
    store(evaluation)
    item.state = ItemState.EVALUATED.value
    store(item, update_fields=["state"])

    announce(moved(item), actor=actor)
    announce(
        ItemEvaluated(
            evaluation_id=evaluation.pk,
            item_id=item.pk,
            account_id=item.account_id,
            item=item.name,
            verdict=str(evaluation.get_verdict_display()).lower(),
            came=_came(evaluation),
            reason=evaluation.reason,
        ),
        actor=actor,
    )
    return evaluation


def _came(evaluation: PostEvaluation) -> str:
    half = float(evaluation.upper - evaluation.lower) / 2
    figures = [as_sure(float(amount), half) for amount in (evaluation.effect, evaluation.lower, evaluation.upper)]
    if evaluation.is_money:
        said = [formats.money(figure, evaluation.currency, short=True) for figure in figures]
    else:
        said = [_("%(points)s points") % {"points": formats.number(figure * 100, 1)} for figure in figures]
    return "{} [{}, {}]".format(*said)
