"""What was noted can be taken back, and brought back again."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.daybook.models import Interaction, Meeting, Note, Task
from mutua.daybook.told import forget_lines, forget_note, tell_again, tell_note_again
from mutua.foundation.records.bin import binned

for _key, _model, _title, _permission in (
    ("interaction", Interaction, _("Interactions"), "daybook.interaction.edit"),
    ("meeting", Meeting, _("Meetings"), "daybook.meeting.edit"),
    ("task", Task, _("Tasks"), "daybook.task.edit"),
):
    binned(_key, _model, title=_title, permission=_permission, deleted=forget_lines, restored=tell_again, whole=False, on=("account",))
binned(
    "note",
    Note,
    title=_("Notes"),
    permission="daybook.note.edit",
    deleted=forget_note,
    restored=tell_note_again,
    whole=False,
    on=("account",),
)
