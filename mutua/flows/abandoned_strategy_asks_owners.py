"""A strategy was abandoned: whoever owns something that stands on it is asked what becomes of it."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mutua.daybook.actions.promise_task import promise_task
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.foundation.events import when
from mutua.foundation.identity.models import User
from mutua.relationships.models import RoadmapItem
from mutua.relationships.rules.lifecycles import ItemState
from mutua.sales.models import Opportunity
from mutua.strategy.events import StrategyAbandoned
from mutua.strategy.models import CustomerStrategy, GenericStrategy

FLOW = "abandoned strategy"
ENDED = (ItemState.DONE, ItemState.STOPPED, ItemState.EVALUATED)
TIME_TO_ANSWER = timedelta(days=14)


@when(StrategyAbandoned)
def abandoned_strategy_asks_owners(event: StrategyAbandoned) -> None:
    strategy = GenericStrategy.everything.get(pk=event.strategy_id)
    owned = _owned(event)
    for owner in User.objects.filter(pk__in=owned, is_active=True):
        promise_task(
            flow_actor(FLOW),
            title=_title(event.strategy_name, owned[owner.pk]),
            assignee=owner,
            due_on=days.today() + TIME_TO_ANSWER,
            note=event.reason,
            strategy=strategy,
            link=reverse("strategy:review", args=[event.strategy_id]),
            origin=f"abandoned-{event.version_id}-{owner.pk}",
        )


def _title(name: str, owned: Counter[str]) -> str:
    words = {"name": Truncator(name).chars(100), "what": _in_words(owned)}
    return _("“%(name)s” was abandoned: decide about %(what)s") % words


def _owned(event: StrategyAbandoned) -> dict[int, Counter[str]]:
    """By owner: how many customer strategies, roadmap items and deals stand on it. Who owns an account owns its strategy."""
    standing = {
        "customer": CustomerStrategy.objects.filter(versions=event.version_id, state="active").values_list("account__owner", flat=True),
        "roadmap": RoadmapItem.objects.filter(strategy=event.strategy_id).exclude(state__in=ENDED).values_list("owner", flat=True),
        "deal": Opportunity.objects.filter(strategy=event.strategy_id, stage__kind="open").values_list("owner", flat=True),
        "strategy": GenericStrategy.objects.filter(pk=event.strategy_id).values_list("owner", flat=True),
    }
    owned: dict[int, Counter[str]] = {}
    for kind, owners in standing.items():
        for owner_id in owners:
            if owner_id is not None:
                owned.setdefault(owner_id, Counter())[kind] += 1
    return owned


def _in_words(counted: Counter[str]) -> str:
    parts = []
    if n := counted["customer"]:
        parts.append(ngettext("%(n)s customer strategy", "%(n)s customer strategies", n) % {"n": n})
    if n := counted["roadmap"]:
        parts.append(ngettext("%(n)s roadmap item", "%(n)s roadmap items", n) % {"n": n})
    if n := counted["deal"]:
        parts.append(ngettext("%(n)s deal", "%(n)s deals", n) % {"n": n})
    return ", ".join(parts) or _("what follows it")
