"""What was noted can be taken back, and brought back again; it has no page of its own in the bin, for it hangs on an account."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.daybook.models import Interaction, Meeting, Task
from mutua.daybook.told import forget_lines, tell_again
from mutua.foundation.records.bin import binned

_LINES = {"deleted": forget_lines, "restored": tell_again, "listed": False}
binned("interaction", Interaction, title=_("Interactions"), permission="daybook.interaction.edit", **_LINES)
binned("meeting", Meeting, title=_("Meetings"), permission="daybook.meeting.edit", **_LINES)
binned("task", Task, title=_("Tasks"), permission="daybook.task.edit", **_LINES)
