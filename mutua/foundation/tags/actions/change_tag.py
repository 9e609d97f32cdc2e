"""Renaming a tag, merging it into another, deleting it: on the list at once, on the records by a job."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, find, require, visible_to
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.foundation.tags.models import Tag
from mutua.foundation.tags.rules.naming import LONGEST, key_of, plain, renamed
from mutua.foundation.tags.tagging import Taggable

BATCH = 500


def tag_for(actor: Actor, tag_id: int) -> Tag:
    found: Tag = find(visible_to(actor, Tag.objects.all()), pk=tag_id)
    return found


@transaction.atomic
def rename_tag(actor: Actor, tag_id: int, *, version: int | None, name: str) -> Tag:
    """The tag under another name. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    tag = locked(tag_for(actor, tag_id), version)
    require(actor, "tags.tag.manage", tag)
    was, now = tag.name, plain(name)
    if not now or len(now) > LONGEST:
        raise Refused(_("A tag has between one and %(most)s letters. Nothing was changed.") % {"most": LONGEST}, field="name")
    if now == was:
        return tag

    tag.name, tag.key = now, key_of(now)
    store(tag, update_fields=["name", "key"])

    _follow(was, now)
    return tag


@transaction.atomic
def merge_tag(actor: Actor, tag_id: int, *, version: int | None, into_id: int) -> Tag:
    """The tag that is left. What had the one has the other, once. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    tag, into = locked(tag_for(actor, tag_id), version), locked(tag_for(actor, into_id), None)
    require(actor, "tags.tag.manage", tag)
    if tag.pk == into.pk:
        raise Refused(_("A tag is not merged into itself. Nothing was changed; choose another."), field="into")

    tag.delete()

    _follow(tag.name, into.name)
    return into


@transaction.atomic
def delete_tag(actor: Actor, tag_id: int, *, version: int | None) -> Tag:
    """The tag, no longer on the list. Raises NotFound, NotAllowed, StaleVersion."""
    tag = locked(tag_for(actor, tag_id), version)
    require(actor, "tags.tag.manage", tag)

    tag.delete()

    _follow(tag.name, None)
    return tag


@transaction.atomic
def rewrite_batch(actor: Actor, its: Taggable, was: str, now: str | None) -> int:
    """Up to a batch of records of a kind, in the bin too, that still have the old tag; how many. Their history keeps what stood there."""
    require(actor, "tags.tag.manage")
    rows = its.model.everything.filter(tags__contains=[was]).order_by("pk").select_for_update(of=("self",))
    records = list(rows[:BATCH])
    for record in records:
        record.tags = renamed(record.tags, was, now)
        record.version += 1
        record.updated_at = days.now()
    its.model.everything.bulk_update(records, ["tags", "version", "updated_at"])
    return len(records)


def _follow(was: str, now: str | None) -> None:
    from mutua.foundation.tags.tasks import rewrite_tag

    rewrite_tag.defer(was=was, now=now or "")
