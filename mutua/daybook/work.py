"""Tasks and interactions serve strategies: a task the one that it names, an interaction all to whose segments its customer belonged that day."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from mutua.daybook.queries.daybook import interactions_seen, tasks_seen
from mutua.strategy.models import SegmentMember, StrategyVersion
from mutua.strategy.queries.serving import belonging_on, in_force_on
from mutua.strategy.work import Seen, Work, serves


def _of(rows: QuerySet[Any], strategy_id: int) -> QuerySet[Any]:
    """Those whose customer belonged to the segment on their day, while a version of the strategy was in force."""
    day = OuterRef("day")
    dated = rows.annotate(day=TruncDate("at"))
    members = SegmentMember.objects.filter(belonging_on(day), segment__strategies=strategy_id, segment__deleted_at=None)
    in_force = StrategyVersion.objects.filter(in_force_on(day), strategy=strategy_id)
    by_account, by_household = members.filter(account=OuterRef("account")), members.filter(household=OuterRef("household"))
    by_person = Q(account=None) & Q(Exists(members.filter(person=OuterRef("person"))))
    return dated.filter(Exists(by_account) | Exists(by_household) | by_person, Exists(in_force))


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
        rows=lambda actor: interactions_seen(actor).select_related("account"),
        show=lambda one: Seen(Truncator(one.body).chars(80), one.get_absolute_url(), day=localtime(one.at).date(), account=one.account),
        newest=("-at", "-pk"),
        of=_of,
        says=_("of its customers on their day"),
    )
)
