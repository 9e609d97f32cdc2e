"""What other systems and registers call a party: a customer number, a GLN, a tax number."""

from __future__ import annotations

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from mutua.customers.models.account import Account
from mutua.customers.models.person import Person
from mutua.foundation.records.models import Record, historied


@historied
class Identifier(Record):
    """One row: in this system, under this kind of number, the party is called `value`. No two parties share one."""

    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.CASCADE, related_name="identifiers")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="identifiers")
    system = models.CharField(_("system"), max_length=60)
    kind = models.CharField(_("kind"), max_length=60)
    value = models.CharField(_("value"), max_length=200)

    class Meta(Record.Meta):
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        ordering = ("system", "kind", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(person=None) ^ Q(account=None), name="identifier_of_one_party"),
            models.UniqueConstraint(
                fields=["system", "kind", "value"],
                condition=Q(deleted_at=None),
                name="identifier_once",
                violation_error_message=_("Another party has this number already."),
            ),
        )
        indexes = (
            models.Index(fields=["value"], name="identifier_by_value"),
            models.Index(OpClass(Upper("value"), name="text_pattern_ops"), name="identifier_by_beginning"),
        )

    def __str__(self) -> str:
        return f"{self.system} {self.kind} {self.value}"
