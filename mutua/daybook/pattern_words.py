"""How a meeting repeats, as a sentence."""

from __future__ import annotations

from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mutua.daybook.models import MeetingSeries
from mutua.daybook.rules.recurrence import on_last_day, week_of_month
from mutua.foundation.ui.formats import day


def repeats_in_words(series: MeetingSeries) -> str:
    """For example: every 2 weeks on Tuesday and Thursday, until 3 Mar."""
    n: Any = {"n": series.every}
    every = {
        "daily": ngettext("every day", "every %(n)s days", series.every) % n,
        "weekly": ngettext("every week", "every %(n)s weeks", series.every) % n,
        "monthly": ngettext("every month", "every %(n)s months", series.every) % n,
        "yearly": ngettext("every year", "every %(n)s years", series.every) % n,
    }[series.frequency]
    return "".join([every, _on(series), _end(series)])


def _on(series: MeetingSeries) -> str:
    if series.frequency == "weekly":
        days = sorted({*series.weekdays, series.first_on.weekday()})
        return _(" on %(days)s") % {"days": ", ".join(str(WEEKDAYS[one]) for one in days)}
    if series.frequency == "monthly" and series.by_weekday:
        places = {1: _("first"), 2: _("second"), 3: _("third"), 4: _("fourth"), -1: _("last")}
        words = {"place": places[week_of_month(series.first_on)], "day": WEEKDAYS[series.first_on.weekday()]}
        return _(" on the %(place)s %(day)s") % words
    return _(" on the last day of the month") if on_last_day(series.pattern, series.first_on) else ""


def _end(series: MeetingSeries) -> str:
    if series.until is not None:
        return _(", until %(day)s") % {"day": day(series.until, year=True)}
    return _(", %(n)s times in all") % {"n": series.times} if series.times is not None else ""
