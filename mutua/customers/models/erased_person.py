"""Somebody who was erased, where rows must stay that point to them."""

from __future__ import annotations

from django.db import models

from mutua.customers.models.person import Person


class ErasedPerson(models.Model):
    """One row: this person has no name and nothing else any more, and never leaves the bin. Protected: invoices point to it."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="erased")

    def __str__(self) -> str:
        return f"#{self.person_id}"
