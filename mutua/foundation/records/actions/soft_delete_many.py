"""Deleting several at once, with one way back for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.urls import reverse

from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.foundation.records.actions.soft_delete import soft_delete
from mutua.foundation.records.bin import bin_kind_of
from mutua.foundation.records.models import Record


@transaction.atomic
def soft_delete_many(actor: Actor, records: Iterable[Record]) -> tuple[int, str]:
    """How many went into the bin, and the address that takes all of them out again. All go or none."""
    moment = days.now()
    kind, count = "", 0
    for record in records:
        kind = bin_kind_of(record).key
        count += soft_delete(actor, record, None, at=moment).deleted_at == moment
    way_back = (
        reverse("records:restore-together", args=[kind, (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)])
        if count
        else ""
    )
    return count, way_back
