"""Making tags of what somebody typed: those that there are keep their writing, new ones go onto the list."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.utils.translation import gettext as _

from mutua.foundation.records.errors import Refused
from mutua.foundation.tags.models import Tag
from mutua.foundation.tags.rules.naming import LONGEST, MOST, MOST_A_RECORD, key_of, once


def settled(names: Iterable[str]) -> list[str]:
    """The tags of one record, each once and as the list writes it. Call it in the transaction of the record's edit. Raises Refused.

    One query where all of them are on the list already.
    """
    wanted = once(names)
    if len(wanted) > MOST_A_RECORD:
        raise Refused(_("A record has at most %(most)s tags. Nothing was changed.") % {"most": MOST_A_RECORD}, field="tags")
    for name in wanted:
        if len(name) > LONGEST:
            raise Refused(
                _("“%(name)s…” is longer than the %(most)s letters of a tag. Nothing was changed.")
                % {"name": name[:LONGEST], "most": LONGEST},
                field="tags",
            )
    known = settle_many(wanted)
    if short := [name for name in wanted if key_of(name) not in known]:
        raise Refused(
            _(
                "There are %(most)s tags, and no room for “%(name)s”. Nothing was changed; use one of them, or ask an administrator to merge some."
            )
            % {"most": MOST, "name": short[0]},
            field="tags",
        )
    return [known[key_of(name)] for name in wanted]


def settle_many(names: Iterable[str]) -> dict[str, str]:
    """{key: the name on the list} of those that are there or still found room, for a whole batch of an import."""
    wanted = {key_of(name): name for name in once(names) if len(name) <= LONGEST}
    known = _known(wanted)
    missing = [key for key in sorted(wanted) if key not in known]
    if missing:
        with connection.cursor() as cursor:
            # Two who add the last tags at once would both find room.
            cursor.execute("select pg_advisory_xact_lock(hashtext('tags.list'))")
        room = max(0, MOST - Tag.objects.count())
        Tag.objects.bulk_create([Tag(name=wanted[key], key=key) for key in missing[:room]], ignore_conflicts=True)
        known = _known(wanted)
    return known


def _known(wanted: dict[str, str]) -> dict[str, str]:
    return dict(Tag.objects.filter(key__in=wanted).values_list("key", "name")) if wanted else {}
