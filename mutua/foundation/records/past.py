"""What happened lies behind us: a day or a moment of it that has not come yet was mistyped."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.records.errors import Refused

FARTHEST_EAST = timedelta(hours=14)  # there a day begins so much earlier than the day by which we count
CLOCKS_DIFFER = timedelta(minutes=1)


def check_has_come(when: date | datetime | None, *, field: str) -> None:
    """Raises Refused for a day that has not begun anywhere yet, or an aware moment that lies ahead."""
    if isinstance(when, datetime):
        lies_ahead = when > days.now() + CLOCKS_DIFFER
    else:
        lies_ahead = when is not None and when > (days.now() + FARTHEST_EAST).date()
    if lies_ahead:
        words = {"when": when.isoformat(" ", "minutes") if isinstance(when, datetime) else str(when)}
        raise Refused(_("%(when)s has not come yet, and this tells of what has been. Nothing was saved.") % words, field=field)
