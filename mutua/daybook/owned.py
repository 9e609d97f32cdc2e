"""What of ours can be somebody's: it is counted when a user ends."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.daybook.queries.daybook import tasks_seen
from mutua.foundation.identity.owned import owns

owns("tasks", _("Open tasks"), lambda actor, user_id: tasks_seen(actor).filter(assignee=user_id, done_at=None))
