"""Saying what a contact must fulfil before a version serves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.strategy.actions.write_version import open_version
from mutua.strategy.contact_facts import NotACondition, condition_of
from mutua.strategy.events import StrategyChanged
from mutua.strategy.models import Criterion, StrategyVersion

MOST = 10


@dataclass(frozen=True)
class Asked:
    """A question. fact, op, value: what answers it by itself; without a fact a person does."""

    question: str
    aspect: str = Criterion.Aspect.FIT
    must: bool = True
    fact: str = ""
    op: str = ""
    value: str = ""


@transaction.atomic
def set_criteria(actor: Actor, version_id: int, asked: Sequence[Asked], *, version: int | None = None) -> StrategyVersion:
    """Replaces the criteria of an open version. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    draft = open_version(actor, version_id, version)
    if len(asked) > MOST:
        raise Refused(_("At most %(most)s questions are asked of a contact. Nothing was saved.") % {"most": MOST})
    criteria = [_criterion(draft, position, one) for position, one in enumerate(asked)]

    draft.criteria.all().delete()
    for criterion in criteria:
        store(criterion)
    draft.save(update_fields=["updated_at"])

    announce(StrategyChanged(strategy_id=draft.strategy_id, act="asked"), actor=actor)
    return draft


def _criterion(draft: StrategyVersion, position: int, one: Asked) -> Criterion:
    question = one.question.strip()
    if not question:
        raise Refused(_("Write the question that a yes answers. Nothing was saved."))
    try:
        condition = condition_of(one.fact, one.op, one.value)
    except NotACondition as wrong:
        sentence = {
            "fact": _("“%(question)s”: nothing of this name is known of a contact. Nothing was saved."),
            "op": _("“%(question)s”: this cannot be compared so. Choose another comparison. Nothing was saved."),
            "value": _("“%(question)s”: give what it is compared with, a figure where it is compared by size. Nothing was saved."),
        }[str(wrong)]
        raise Refused(sentence % {"question": question}) from None
    return Criterion(version_of=draft, position=position, aspect=one.aspect, question=question, must=one.must, condition=condition)
