"""By how many days the published dates are moved, so that the demonstration plays in the present."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from mutua.demo import files
from mutua.foundation import days
from mutua.foundation.days.models import DateShift
from mutua.foundation.ui import formats


@dataclass(frozen=True)
class Shift:
    """One constant for each published file: within a file all distances between days stay what they were.

    deliveries: puts the newest delivery on the day before the load. deals: puts the newest end of a deal there, because the two
    files end two years apart. today: the day of the load.
    """

    deliveries: int
    deals: int
    today: date


def chosen_shift() -> Shift:
    """The shift of this installation: chosen by the first load, and kept by every later one."""
    yesterday = days.today() - timedelta(days=1)
    by = (yesterday - files.last_delivery()).days
    apart = (files.last_delivery() - files.last_deal()).days
    row, _is_new = DateShift.objects.get_or_create(one=True, defaults={"days": by, "sentence": _sentence(by, by + apart, yesterday)})
    return Shift(row.days, row.days + apart, files.last_delivery() + timedelta(days=row.days + 1))


def say_baskets(shift: Shift, days_later: int) -> None:
    """The baskets of consumers have a constant of their own: their newest is of the day before the load, too."""
    yesterday = shift.today - timedelta(days=1)
    sentence = _(
        "Demonstration: the days of the deliveries lie %(deliveries)s days later than published, those of the deals %(deals)s and those of the "
        "baskets %(baskets)s days, so that the newest are of %(newest)s, the day before they were loaded. What no published file holds is invented and marked so."
    ) % {"deliveries": shift.deliveries, "deals": shift.deals, "baskets": days_later, "newest": formats.day(yesterday, year=True)}
    DateShift.objects.update(sentence=sentence)


def _sentence(deliveries: int, deals: int, newest: date) -> str:
    # The day itself and not “yesterday”: the sentence is read tomorrow as well.
    return _(
        "Demonstration: the days of the deliveries lie %(deliveries)s days later than published and those of the deals %(deals)s days, "
        "so that the newest are of %(newest)s, the day before they were loaded. What no published file holds is invented and marked so."
    ) % {"deliveries": deliveries, "deals": deals, "newest": formats.day(newest, year=True)}
