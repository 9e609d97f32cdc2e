"""What was noted and promised, as the person who looks may see it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from mutua.customers.models import Affiliation, Person
from mutua.daybook.models import Interaction, Meeting, Task
from mutua.foundation import days
from mutua.foundation.access import Actor, find, visible_to


def tasks_seen(actor: Actor) -> QuerySet[Task]:
    return visible_to(actor, Task.objects.all())


def task_for(actor: Actor, task_id: int) -> Task:
    """One living task. Raises NotFound."""
    return find(tasks_seen(actor).select_related("account", "assignee", "strategy", "touchpoint"), pk=task_id)


def open_tasks(actor: Actor, *, team: bool = False) -> QuerySet[Task]:
    """What is still to do: the actor's own, or its team's; the most urgent first."""
    seen = tasks_seen(actor).filter(done_at=None)
    seen = seen.filter(assignee__in=sorted(actor.owner_ids)) if team else seen.filter(assignee=actor.user_id)
    return seen.select_related("account", "assignee", "strategy", "promised_to").order_by(F("due_on").asc(nulls_last=True), "pk")


@dataclass(frozen=True)
class OpenWork:
    """tasks: open ones of accounts; off: how many of them serve no strategy (P17). What is only among ourselves is not for a customer."""

    tasks: int
    off: int

    @property
    def share(self) -> float:
        return self.off / self.tasks if self.tasks else 0.0


def off_strategy_tasks(actor: Actor, *, team: bool | None = None) -> OpenWork:
    """Of the open tasks that the actor sees; team False: its own, True: of its people. One query."""
    seen = tasks_seen(actor).filter(done_at=None, account__isnull=False)
    if team is not None:
        seen = seen.filter(assignee__in=sorted(actor.owner_ids)) if team else seen.filter(assignee=actor.user_id)
    counted = seen.aggregate(tasks=Count("pk"), off=Count("pk", filter=Q(strategy=None)))
    return OpenWork(counted["tasks"], counted["off"])


def interactions_seen(actor: Actor) -> QuerySet[Interaction]:
    alive = Q(account__deleted_at=None, household__deleted_at=None) & (Q(account__isnull=False) | Q(person__deleted_at=None))
    return visible_to(actor, Interaction.objects.filter(alive))


def meetings_seen(actor: Actor) -> QuerySet[Meeting]:
    return visible_to(actor, Meeting.objects.filter(account__deleted_at=None))


def interaction_for(actor: Actor, interaction_id: int) -> Interaction:
    """One contact that was noted. Raises NotFound."""
    return find(interactions_seen(actor).select_related("account", "person", "household", "touchpoint", "owner"), pk=interaction_id)


def meeting_for(actor: Actor, meeting_id: int) -> Meeting:
    """One meeting, planned or past. Raises NotFound."""
    return find(meetings_seen(actor).select_related("account", "touchpoint", "series").prefetch_related("colleagues"), pk=meeting_id)


def people_at(actor: Actor, record: Interaction | Meeting) -> list[Person]:
    """Theirs who were there, as far as the actor sees them."""
    there = Person.objects.filter(meetings=record) if isinstance(record, Meeting) else Person.objects.filter(pk=record.person_id)
    return list(visible_to(actor, there).order_by("sort_key", "pk"))


def meetings_today(actor: Actor) -> QuerySet[Meeting]:
    seen = visible_to(actor, Meeting.objects.filter(begins_at__date=days.today(), colleagues=actor.user_id))
    return seen.select_related("account").prefetch_related("colleagues", "guests").order_by("begins_at")


def function_of(person_id: int | None, account_id: int | None) -> str | None:
    """The function of the department in which a person works for an account now: what its contacts are likely to be about."""
    if person_id is None or account_id is None:
        return None
    at_work = Affiliation.objects.filter(person=person_id, account=account_id, until=None, department__isnull=False)
    return at_work.order_by("-pk").values_list("department__function", flat=True).first()
