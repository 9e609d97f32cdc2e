"""Another version came into force: whoever owns a customer whose own strategy stands on the one before is asked to bring it over."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import ngettext

from mutua.daybook.actions.promise_task import promise_task
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.foundation.events import when
from mutua.foundation.identity.models import User
from mutua.strategy.events import VersionMoved
from mutua.strategy.models import CustomerStrategy, GenericStrategy, StrategyVersion

FLOW = "amended version"
TIME_TO_ANSWER = timedelta(days=14)
State = StrategyVersion.State


@when(VersionMoved)
def amended_version_asks_owners(event: VersionMoved) -> None:
    if event.now != State.AMENDED:
        return
    strategy = GenericStrategy.everything.get(pk=event.strategy_id)
    owned = _owned(event)
    for owner in User.objects.filter(pk__in=owned, is_active=True):
        words = ngettext(
            "“%(name)s” has another version in force: bring %(n)s customer strategy over",
            "“%(name)s” has another version in force: bring %(n)s customer strategies over",
            owned[owner.pk],
        )
        promise_task(
            flow_actor(FLOW),
            title=words % {"name": Truncator(strategy.name).chars(80), "n": owned[owner.pk]},
            assignee=owner,
            due_on=days.today() + TIME_TO_ANSWER,
            strategy=strategy,
            link=reverse("strategy:compare", args=[event.strategy_id]),
            origin=f"amended-{event.version_id}-{owner.pk}",
        )


def _owned(event: VersionMoved) -> Counter[int]:
    """By owner of the account: strategies in force that stand on the version that ended, and on none of the same strategy in force."""
    moved = CustomerStrategy.objects.filter(versions__strategy=event.strategy_id, versions__state=State.ACTIVE).values("pk")
    standing = CustomerStrategy.objects.filter(versions=event.version_id, state=State.ACTIVE).exclude(pk__in=moved)
    return Counter(owner for owner in standing.values_list("account__owner", flat=True) if owner is not None)
