"""Whose a record of the back office is: a company's, a person's or a household's."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.customers.models import Account, Household, Person

Party = Account | Person | Household
COLUMNS = ("account_id", "person_id", "household_id")
Whose = tuple[int | None, int | None, int | None]  # one of the columns, in their order; the others are None


class OfParty(models.Model):
    """Exactly one of account, person and household: the customer, a company or consumers."""

    account = models.ForeignKey("customers.Account", null=True, blank=True, on_delete=models.CASCADE, verbose_name=_("account"))
    person = models.ForeignKey("customers.Person", null=True, blank=True, on_delete=models.CASCADE, verbose_name=_("person"))
    household = models.ForeignKey("customers.Household", null=True, blank=True, on_delete=models.CASCADE, verbose_name=_("household"))

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=Q(account__isnull=False, person=None, household=None)
                | Q(account=None, person__isnull=False, household=None)
                | Q(account=None, person=None, household__isnull=False),
                name="%(class)s_of_one_party",
            ),
        )

    @property
    def party(self) -> Party:
        found = self.account or self.person or self.household
        assert found is not None, "the database lets nothing be nobody's"
        return found

    @property
    def subject(self) -> tuple[str, int]:
        """The party as timelines call it: kind and number."""
        for kind in ("account", "person", "household"):
            number: int | None = getattr(self, f"{kind}_id")
            if number is not None:
                return kind, number
        raise AssertionError("the database lets nothing be nobody's")


def of_party(party: Party) -> Q:
    """What is this party's."""
    return Q(**{party._meta.model_name or "": party.pk})
