"""Tags from files of other systems."""

from __future__ import annotations

from django.utils.translation import gettext as _

from mutua.foundation.imports import Batch
from mutua.foundation.tags.actions.settle_tags import settle_many
from mutua.foundation.tags.rules.naming import MOST, MOST_A_RECORD, key_of, once


def settle_tags_of(batch: Batch) -> None:
    """Let the rows of a batch say their tags as the list writes them. What is too long, or finds no room, is left out, and the report says so."""
    rows = [row for row in batch.rows if row.values.get("tags") is not None]
    known = settle_many(name for row in rows for name in once(row.values["tags"])[:MOST_A_RECORD])
    for row in rows:
        wanted = once(row.values["tags"])
        row.values["tags"] = [known[key_of(name)] for name in wanted[:MOST_A_RECORD] if key_of(name) in known]
        left = [name for name in wanted if key_of(name) not in known]
        if left or len(wanted) > MOST_A_RECORD:
            row.correct(
                "tags",
                _("A tag is at most 40 letters long, a record has at most %(few)s and there are at most %(most)s: some were left out.")
                % {"few": MOST_A_RECORD, "most": MOST},
                found=", ".join(left or wanted[MOST_A_RECORD:])[:100],
            )
