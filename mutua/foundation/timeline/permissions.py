"""Who reads timelines: whoever sees the record; single sentences may need more."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import declare

declare(
    "timeline.entry.view",
    _("Read the timeline of a record that one sees"),
    roles=("manager", "representative", "agent", "marketer", "executive"),
)
