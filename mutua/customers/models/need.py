"""What a customer needs, in its own words, and who satisfies it how well."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.customers.models.account import Account
from mutua.customers.models.person import Person
from mutua.foundation.records.models import Record, Sourced, historied

ONE_TO_FIVE = (MinValueValidator(1), MaxValueValidator(5))


@historied
class Need(Record, Sourced):
    """One row is one need of an account or of a person. importance and satisfaction: 1 (least) to 5."""

    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.CASCADE, related_name="needs")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="needs")
    words = models.TextField(_("in their words"))
    importance = models.PositiveSmallIntegerField(_("importance to them, 1 to 5"), validators=ONE_TO_FIVE)
    satisfaction = models.PositiveSmallIntegerField(_("how well satisfied, 1 to 5"), null=True, blank=True, validators=ONE_TO_FIVE)
    satisfied_by = models.CharField(_("satisfied by"), max_length=120, blank=True, default="")
    origin = models.CharField(_("where we heard it"), max_length=200, blank=True, default="")
    noted_on = models.DateField(_("on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True, help_text=_("When it is met, or no longer wanted."))

    class Meta(Record.Meta):
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        ordering = ("-importance", "satisfaction", "pk")
        constraints = (
            *Sourced.Meta.constraints,
            models.CheckConstraint(condition=Q(person=None) ^ Q(account=None), name="need_of_one_party"),
            models.CheckConstraint(condition=Q(importance__range=(1, 5)), name="need_importance_1_to_5"),
            models.CheckConstraint(condition=Q(satisfaction=None) | Q(satisfaction__range=(1, 5)), name="need_satisfaction_1_to_5"),
            models.CheckConstraint(condition=~Q(words=""), name="need_in_words"),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=models.F("noted_on")),
                name="need_closes_after_it_was_noted",
                violation_error_message=_("It cannot be closed before it was noted."),
            ),
        )

    def __str__(self) -> str:
        return self.words
