"""A business process in which departments of both companies meet; one entry of the catalogue."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import Record, historied


@historied
class Touchpoint(Record):
    """One row is a touchpoint that every account of this trade may have. Found again by its key when the catalogue is loaded anew.

    retired_at: since when the catalogue no longer has it; what hangs on it stays, and it may be brought back.
    """

    catalogue = models.CharField(_("catalogue"), max_length=60)
    key = models.SlugField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    our_departments = ArrayField(models.CharField(max_length=80), verbose_name=_("our departments"), default=list)
    their_departments = ArrayField(models.CharField(max_length=80), verbose_name=_("their departments"), default=list)
    involves_sales = models.BooleanField(_("involves sales"), default=False)
    contacts_per_year = models.PositiveIntegerField(_("contacts per year"), default=0)
    measures = ArrayField(models.SlugField(max_length=60), verbose_name=_("measures"), default=list, blank=True)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        ordering = ("position", "key")
        verbose_name = _("touchpoint")
        verbose_name_plural = _("touchpoints")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("relationships:catalogue-touchpoint", args=[self.key])
