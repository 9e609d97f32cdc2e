"""What customers are expected to order, worked out from what they ordered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from mutua.backoffice.models.party import OfParty

KINDS = (("account", _("Accounts")), ("person", _("People")), ("household", _("Households")))


class WorthCohort(models.Model):
    """One row: all customers of a kind who ordered in a currency, and the model that was fitted to them. Worked out anew each night.

    Rates are a month's. Where they are empty, the customers were too few to say anything: nothing is said of any of them.
    """

    kind = models.CharField(_("kind"), max_length=9, choices=KINDS)
    currency = models.CharField(_("currency"), max_length=3)
    counted_on = models.DateField(_("counted on"), null=True)
    customers = models.PositiveIntegerField(_("customers"), default=0)
    again = models.PositiveIntegerField(_("of these ordered again"), default=0)
    r = models.FloatField(null=True)
    alpha = models.FloatField(null=True)
    a = models.FloatField(null=True)
    b = models.FloatField(null=True)
    p = models.FloatField(null=True)
    q = models.FloatField(null=True)
    v = models.FloatField(null=True)

    class Meta:
        verbose_name = _("customers who ordered in a currency")
        constraints = (
            models.UniqueConstraint(fields=["kind", "currency"], name="worth_cohort_once"),
            models.CheckConstraint(condition=models.Q(kind__in=["account", "person", "household"]), name="worth_cohort_kind_known"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.currency}"


class Worth(OfParty):
    """One row: what is expected of one customer in one currency. Results only: without history, and without foreign keys to be checked row by row.

    alive: probability that it is still a customer; purchases: in the twelve months to come; value: discounted, in `HORIZON` months; empty where
    customers spend too differently for a mean to be said.
    """

    recounted = True  # a merge moves nothing of it: the next count does

    account = models.ForeignKey("customers.Account", null=True, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    person = models.ForeignKey("customers.Person", null=True, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    household = models.ForeignKey("customers.Household", null=True, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    currency = models.CharField(_("currency"), max_length=3)
    orders = models.PositiveIntegerField(_("days on which they ordered"))
    alive = models.FloatField(_("still a customer"))
    purchases = models.FloatField(_("orders to come"))
    value = models.DecimalField(_("value to come"), max_digits=18, decimal_places=2, null=True)

    class Meta:
        verbose_name = _("worth of a customer")
        constraints: ClassVar = (
            *OfParty.Meta.constraints,
            models.UniqueConstraint(fields=["account", "currency"], condition=models.Q(account__isnull=False), name="worth_of_account"),
            models.UniqueConstraint(fields=["person", "currency"], condition=models.Q(person__isnull=False), name="worth_of_person"),
            models.UniqueConstraint(
                fields=["household", "currency"], condition=models.Q(household__isnull=False), name="worth_of_household"
            ),
            models.CheckConstraint(condition=models.Q(alive__gte=0, alive__lte=1, purchases__gte=0), name="worth_in_its_bounds"),
        )

    def __str__(self) -> str:
        return f"{self.party}: {self.purchases:.1f}"
