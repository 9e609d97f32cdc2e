"""What was said or seen lies behind us: a day to come was mistyped."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.records.errors import Refused

FARTHEST_EAST = timedelta(hours=14)  # there a day begins so much earlier than the day by which we count


def check_has_come(day: date | None, *, field: str) -> None:
    """Raises Refused for a day that has not begun anywhere yet."""
    if day is not None and day > (days.now() + FARTHEST_EAST).date():
        sentence = _("%(day)s has not come yet, and this tells of what has been. Nothing was saved.")
        raise Refused(sentence % {"day": day.isoformat()}, field=field)
