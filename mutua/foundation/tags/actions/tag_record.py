"""Hanging tags on records, and taking them off."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from mutua.foundation.access import Actor, require
from mutua.foundation.tags.rules.naming import with_and_without
from mutua.foundation.tags.tagging import taggable_kind


@transaction.atomic
def tag_record(actor: Actor, kind: str, record_id: int, *, version: int | None, add: Iterable[str] = (), remove: Iterable[str] = ()) -> Any:
    """The record with some tags more and some less, through its domain's own edit. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    its = taggable_kind(kind)
    record = its.find(actor, record_id)
    require(actor, its.needs, record)
    tags = with_and_without(record.tags, add, remove)
    return its.edit(actor, record_id, version=version, tags=tags)


@transaction.atomic
def tag_many(actor: Actor, kind: str, ids: Iterable[int], *, add: Iterable[str] = (), remove: Iterable[str] = ()) -> int:
    """How many of the records changed. All or none; those that are as wanted already stay untouched."""
    its, adding, removing, count = taggable_kind(kind), list(add), list(remove), 0
    require(actor, its.needs)
    for number in ids:
        record = its.find(actor, number)
        tags = with_and_without(record.tags, adding, removing)
        if {name.casefold() for name in tags} != {name.casefold() for name in record.tags}:
            its.edit(actor, number, version=None, tags=tags)
            count += 1
    return count
