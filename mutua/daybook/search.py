"""What the palette can do with the daybook."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.daybook.queries.daybook import tasks_seen
from mutua.foundation.access import Actor
from mutua.foundation.search import Found, command, searchable


@searchable("task", title=_("Tasks"), order=50, needs="daybook.task.view")
def tasks(actor: Actor, text: str, limit: int) -> list[Found]:
    hits = tasks_seen(actor).filter(done_at=None, title__icontains=text).select_related("account").order_by("due_on", "pk")
    return [Found(title=task.title, subtitle=str(task.account or ""), url=f"/tasks/{task.pk}/", glyph="checkbox") for task in hits[:limit]]


command(key="new-task", title=_("New task"), url_name="daybook:task-new", icon="plus", needs="daybook.task.edit", keys="c t")
