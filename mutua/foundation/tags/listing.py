"""Tags in lists: a column, and the act on many rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import Actor
from mutua.foundation.lists import BulkAct, Column, Done, Earlier
from mutua.foundation.tags.actions.tag_record import tag_many
from mutua.foundation.tags.forms import TagManyForm


def tags_cell(row: Any) -> SafeString:
    return format_html_join(" ", '<span class="chip">{}</span>', ((name,) for name in row.tags))


def tags_list_column() -> Column:
    return Column("tags", _("Tags"), text=tags_cell, value=lambda row: ", ".join(row.tags), hidden=True)


def tag_act(kind: str, *, needs: str, take_back: Callable[[Actor, list[int], Earlier], int | Done]) -> BulkAct:
    """The act “Tag”, with preview, progress and undo like “Change”."""

    def run(actor: Actor, ids: list[int], cleaned: dict[str, Any]) -> int:
        return tag_many(actor, kind, ids, add=cleaned["add"], remove=cleaned["remove"])

    return BulkAct("tag", _("Tag"), needs, run, icon="tag", form=TagManyForm, preview=_preview, take_back=take_back)


def _preview(actor: Actor, rows: Any) -> Any:
    return _("Tags that a row has already, or does not have, change nothing there; its other tags stay.")
