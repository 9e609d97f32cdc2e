"""How a meeting repeats. What each of them is about stands in the meetings themselves."""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.daybook.rules.recurrence import FREQUENCIES, MOST_EVERY, MOST_TIMES, Pattern
from mutua.foundation.records.models import Record, historied


@historied
class MeetingSeries(Record):
    """One row is one pattern of meetings about one account. first_on, hour: what the clocks of time_zone show at the first of them, so that it
    stays nine o'clock when the clocks change. until: its last day; times: how many there are; neither: it has no end."""

    class Frequency(models.TextChoices):
        DAILY = "daily", _("Day")
        WEEKLY = "weekly", _("Week")
        MONTHLY = "monthly", _("Month")
        YEARLY = "yearly", _("Year")

    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="+", verbose_name=_("account"))
    first_on = models.DateField(_("first day"))
    hour = models.TimeField(_("begins"))
    time_zone = models.CharField(_("time zone"), max_length=60)
    frequency = models.CharField(_("repeats every"), max_length=7, choices=Frequency.choices)
    every = models.PositiveSmallIntegerField(_("every"), default=1)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("on"), default=list, blank=True)
    by_weekday = models.BooleanField(_("on the same weekday of the month"), default=False)
    until = models.DateField(_("last day"), null=True, blank=True)
    times = models.PositiveSmallIntegerField(_("how many times"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("series of meetings")
        verbose_name_plural = _("series of meetings")
        constraints = (
            models.CheckConstraint(condition=Q(frequency__in=FREQUENCIES), name="series_frequency_known"),
            models.CheckConstraint(condition=Q(every__range=(1, MOST_EVERY)), name="series_every_1_to_99"),
            models.CheckConstraint(condition=Q(times=None) | Q(until=None, times__range=(1, MOST_TIMES)), name="series_has_one_end"),
        )

    def __str__(self) -> str:
        return f"{self.get_frequency_display()}, {self.first:%Y-%m-%d %H:%M}"

    @property
    def first(self) -> datetime:
        """Without a zone."""
        return datetime.combine(self.first_on, self.hour)

    @property
    def pattern(self) -> Pattern:
        return Pattern(self.frequency, self.every, tuple(self.weekdays), self.by_weekday, self.until, self.times)
