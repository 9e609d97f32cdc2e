"""Whose a record of the back office is: a company's or a person's."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from mutua.customers.models import Account, Person


class OfParty(models.Model):
    """Exactly one of account and person: the customer, a company or a consumer."""

    account = models.ForeignKey("customers.Account", null=True, blank=True, on_delete=models.CASCADE, verbose_name=_("account"))
    person = models.ForeignKey("customers.Person", null=True, blank=True, on_delete=models.CASCADE, verbose_name=_("person"))

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=models.Q(account=None, person__isnull=False) | models.Q(account__isnull=False, person=None),
                name="%(class)s_of_one_party",
            ),
        )

    @property
    def party(self) -> Account | Person:
        found = self.account or self.person
        assert found is not None, "the database lets nothing be nobody's"
        return found
