"""What the daybook would infer, before it is written; and what else it may have been."""

from __future__ import annotations

from dataclasses import dataclass

from mutua.customers.models import Account, Person
from mutua.customers.queries.people import working_for
from mutua.daybook.models import Interaction, Meeting, Task
from mutua.daybook.queries.daybook import function_of
from mutua.daybook.rules.touchpoint import infer_touchpoint
from mutua.foundation.access import Actor, find, visible_to
from mutua.relationships.models import AccountTouchpoint, Touchpoint
from mutua.relationships.queries.catalogue import touchpoint_named
from mutua.strategy.models import GenericStrategy
from mutua.strategy.queries.serving import strategies_active, strategy_serving

MOST = 4


@dataclass(frozen=True)
class Inferred:
    """touchpoint: of a contact or a meeting; strategy: of a task, None: off strategy."""

    touchpoint: Touchpoint | None = None
    strategy: GenericStrategy | None = None
    is_task: bool = False


def inferred_of(actor: Actor, account: Account | None, person: Person | None, kind: str) -> Inferred | None:
    """None while nobody has said about whom it is."""
    if account is None and person is not None:
        works_for = working_for(actor, person)
        account = Account.objects.get(pk=works_for[0][0]) if len(works_for) == 1 else None
        if not works_for and kind not in ("task", "meeting"):
            return Inferred(touchpoint=touchpoint_named(actor, infer_touchpoint(None, kind)))
    if account is None:
        return None
    if kind == "task":
        serving = strategy_serving([account.pk]).get((account.pk, None))
        return Inferred(strategy=GenericStrategy.objects.filter(pk=serving).first() if serving else None, is_task=True)
    channel = "visit" if kind == "meeting" else kind
    return Inferred(touchpoint=touchpoint_named(actor, infer_touchpoint(function_of(person.pk if person else None, account.pk), channel)))


def likely_touchpoints(actor: Actor, written: Interaction | Meeting) -> list[Touchpoint]:
    """All others of the catalogue, those first at which we meet this account."""
    met = set(visible_to(actor, AccountTouchpoint.objects.filter(account=written.account_id)).values_list("touchpoint_id", flat=True))
    others = visible_to(actor, Touchpoint.objects.exclude(pk=written.touchpoint_id)).order_by("position", "pk")
    return sorted(others, key=lambda touchpoint: touchpoint.pk not in met)


def likely_strategies(actor: Actor, task: Task) -> list[GenericStrategy]:
    """The other strategies in force, in the order of their names."""
    seen = visible_to(actor, strategies_active()).distinct().order_by("name")
    return [strategy for strategy in seen if strategy.pk != task.strategy_id]


def strategy_named(actor: Actor, number: int) -> GenericStrategy:
    """One strategy in force. Raises NotFound."""
    return find(visible_to(actor, strategies_active()).distinct(), pk=number)
