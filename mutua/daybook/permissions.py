"""Who notes what happened and what is promised: whoever works with the account."""

from __future__ import annotations

from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from mutua.daybook.models import CalendarFeed, Interaction, Meeting, MeetingSeries, Note, Task
from mutua.foundation.access import Actor, declare, owner_rows, sees, through
from mutua.foundation.files.holding import hangs, held_rows

LOOK = ("manager", "representative", "agent", "marketer", "executive")
WORK = ("manager", "representative", "agent", "executive")

declare("daybook.interaction.view", _("See what happened with customers"), roles=LOOK)
declare("daybook.interaction.create", _("Note what happened"), roles=WORK)
declare("daybook.interaction.edit", _("Correct what was noted"), roles=WORK)
declare("daybook.task.view", _("See tasks"), roles=LOOK)
declare("daybook.task.edit", _("Add, change and finish tasks"), roles=WORK)
declare("daybook.meeting.view", _("See meetings"), roles=LOOK)
declare("daybook.meeting.edit", _("Plan meetings"), roles=WORK)
declare("daybook.note.view", _("Read notes on records"), roles=LOOK)
declare("daybook.note.edit", _("Write notes on records"), roles=WORK)


def task_ways(actor: Actor) -> tuple[Q, Q]:
    """On which one sees a task: one's own and those of the people one works with; and what is promised to the accounts that one sees."""
    return Q(assignee__in=sorted(actor.owner_ids)), through("account")(actor, Task)


def task_rows(actor: Actor, model: type[Model]) -> Q:
    own, promised = task_ways(actor)
    return own | promised


def interaction_rows(actor: Actor, model: type[Model]) -> Q:
    """Those of the accounts that one sees; without an account, those of the people and households that one sees."""
    return through("account")(actor, model) | (Q(account=None) & through("person", "household")(actor, model))


sees(Interaction, interaction_rows, permission="daybook.interaction.view")
sees(Task, task_rows, permission="daybook.task.view")
sees(Meeting, through("account"), permission="daybook.meeting.view")
sees(MeetingSeries, through("account"), permission="daybook.meeting.view")
sees(CalendarFeed, owner_rows("user"), permission="daybook.meeting.view")
sees(Note, held_rows, permission="daybook.note.view")
hangs(Note)
