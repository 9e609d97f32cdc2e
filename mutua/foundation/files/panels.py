"""Files on the page of a record."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import Actor
from mutua.foundation.panels import panel


def files_shown(actor: Actor, kind: str, record: Any, *, home: str = "") -> dict[str, Any]:
    """What `files/_files.html` needs. home: the page that is shown again; empty: the one in which it stands."""
    from mutua.foundation.files.limits import MOST_BYTES
    from mutua.foundation.files.queries.attachments import attachments_of
    from mutua.foundation.files.serving import is_shown_in_place

    files: list[Any] = attachments_of(actor, kind, record.pk)
    for one in files:
        one.in_place = is_shown_in_place(one)
    return {"files": files, "files_kind": kind, "files_of": record, "files_home": home, "most_mb": MOST_BYTES >> 20}


def files_panel(slot: str, *, tab: str | None = None, place: str = "wide", order: int = 40, lazy: bool = False) -> None:
    """Show the files of the records of a slot; the slot is called as the kind of record is."""

    @panel(slot, key="files", title=_("Files"), place=place, order=order, tab=tab, needs="files.attachment.view", lazy=lazy)
    def files(actor: Actor, record: Any) -> tuple[str, dict[str, Any]]:
        from mutua.foundation.records.returning import home_of

        # A panel that comes late has an address of its own, to which nobody wants to come back.
        return "files/_panel.html", files_shown(actor, slot, record, home=home_of(record) if lazy else "")
