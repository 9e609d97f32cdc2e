"""Tasks and interactions serve strategies: a task the one that it names, an interaction that of its account."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from mutua.daybook.models import Interaction
from mutua.daybook.queries.daybook import tasks_seen
from mutua.foundation.access import Actor, visible_to
from mutua.strategy.queries.serving import strategy_of_account
from mutua.strategy.work import Seen, Work, serves


def _interactions(actor: Actor) -> QuerySet[Any]:
    return visible_to(
        actor, Interaction.objects.filter(account__isnull=False).annotate(serving=strategy_of_account("account_id"))
    ).select_related("account")


serves(
    Work(
        key="tasks",
        title=_("Tasks"),
        icon="checkbox",
        order=30,
        needs="daybook.task.view",
        rows=lambda actor: tasks_seen(actor).select_related("account"),
        show=lambda task: Seen(task.title, reverse("daybook:task-edit", args=[task.pk]), day=task.due_on, account=task.account),
        newest=("-pk",),
        open=Q(done_at=None),
        owner="assignee_id",
    )
)
serves(
    Work(
        key="interactions",
        title=_("Interactions"),
        icon="messages",
        order=40,
        needs="daybook.interaction.view",
        rows=_interactions,
        show=lambda one: Seen(Truncator(one.body).chars(80), one.get_absolute_url(), day=one.at.date(), account=one.account),
        newest=("-at", "-pk"),
        serving="serving",
    )
)
