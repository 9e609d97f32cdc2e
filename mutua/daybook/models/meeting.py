"""People of both sides, together at an hour."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import Record, Sourced, historied


@historied
class Meeting(Record, Sourced):
    """One row is one meeting about one account. time_zone: the one in which its hours were said; empty: the installation's.

    interaction: what was said there, once somebody has written it up. series, slot: of one that repeats, its pattern and the moment that the
    pattern gave it; apart: it was changed by itself and no longer goes along with the others.
    """

    title = models.CharField(_("about"), max_length=200)
    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="meetings", verbose_name=_("account"))
    touchpoint = models.ForeignKey(
        "relationships.Touchpoint", on_delete=models.PROTECT, related_name="meetings", verbose_name=_("touchpoint")
    )
    touchpoint_inferred = models.BooleanField(default=False, editable=False)
    begins_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True, default="")
    colleagues = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="meetings", verbose_name=_("our people"))
    guests = models.ManyToManyField("customers.Person", blank=True, related_name="meetings", verbose_name=_("their people"))
    interaction = models.OneToOneField(
        "daybook.Interaction",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="meeting",
        verbose_name=_("what was said"),
    )
    place = models.CharField(_("where"), max_length=160, blank=True, default="")
    link = models.URLField(_("link to join"), max_length=500, blank=True, default="")
    series = models.ForeignKey(
        "daybook.MeetingSeries",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="meetings",
        verbose_name=_("series"),
    )
    slot = models.DateTimeField(_("place in the series"), null=True, blank=True, editable=False)
    apart = models.BooleanField(_("changed by itself"), default=False, editable=False)

    class Meta(Record.Meta):
        ordering = ("begins_at", "pk")
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = (
            *Sourced.Meta.constraints,
            models.CheckConstraint(condition=Q(ends_at__gte=F("begins_at")), name="meeting_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(series=None) | Q(slot__isnull=False), name="meeting_of_a_series_has_its_place"),
            models.UniqueConstraint(fields=["series", "slot"], name="meeting_once_in_a_series", deferrable=models.Deferrable.DEFERRED),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("daybook:meeting", args=[self.pk])
