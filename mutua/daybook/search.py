"""What the palette can do with the daybook."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.customers.queries.worded import worded
from mutua.daybook.permissions import task_ways
from mutua.daybook.queries.daybook import tasks_seen
from mutua.daybook.queries.notes import notes_seen
from mutua.foundation.access import Actor
from mutua.foundation.search import Found, command, searchable
from mutua.foundation.search.words import foremost


@searchable("task", title=_("Tasks"), order=50, needs="daybook.task.view")
def tasks(actor: Actor, text: str, limit: int) -> list[Found]:
    seen = tasks_seen(actor).filter(done_at=None).select_related("account")
    # Asked for by either, PostgreSQL would look through all tasks with such a title for hers
    ways = (Q(),) if actor.scope == "all" else task_ways(actor)
    hits = foremost(seen, worded(seen, "title", text), "due_on", "pk", limit=limit, ways=ways)
    return [Found(title=task.title, subtitle=str(task.account or ""), url=f"/tasks/{task.pk}/", glyph="checkbox") for task in hits]


@searchable("note", title=_("Notes"), order=55, needs="daybook.note.view")
def notes(actor: Actor, text: str, limit: int) -> list[Found]:
    seen = notes_seen(actor).select_related("account")
    hits = foremost(seen, worded(seen, "body", text), "-pk", limit=limit)
    return [Found(title=str(note), subtitle=str(note.account or ""), url=note.get_absolute_url(), glyph="note") for note in hits]


for _kind, _title, _icon in (
    ("note", _("Note something"), "note"),
    ("call", _("Note a call"), "phone"),
    ("mail", _("Note a mail"), "mail"),
    ("visit", _("Note a visit"), "users"),
    ("meeting", _("Plan a meeting"), "calendar-plus"),
    ("task", _("Promise something"), "checkbox"),
):
    command(
        key=f"quick-{_kind}",
        title=_title,
        url_name="daybook:quick",
        query=f"kind={_kind}",
        icon=_icon,
        needs="daybook.interaction.create",
        method="here",
    )
command(key="new-task", title=_("New task"), url_name="daybook:task-new", icon="plus", needs="daybook.task.edit", keys="c t")
