"""Notes and files on the pages of records: one mechanism for every kind of record that has a page."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from mutua.customers.models import Account
from mutua.daybook.queries.notes import OF_ACCOUNT, SHOWN, notes_around, notes_on, subject_of
from mutua.foundation.access import Actor, may
from mutua.foundation.files import files_panel, holds_files
from mutua.foundation.files.holding import OfPeople, holding_record
from mutua.foundation.panels import panel, slot
from mutua.foundation.panels.registry import slot_finder
from mutua.foundation.timeline.subjects import has_timeline

Filled = tuple[str, dict[str, Any]] | None


def _find(kind: str, actor: Actor, number: int) -> Any:
    return holding_record(actor, kind, number)


def takes_papers(kind: str, model: type[Any], *, of_people: OfPeople | None = None) -> None:
    """Let the records of a kind have files and notes, shown where their page says `{% slot kind record place="side" %}`.

    of_people: see `holds_files`. In a timeline it is told only where the record has one of its own: others see other records.
    """
    holds_files(kind, model, told=lambda record: [(kind, record.pk)] if has_timeline(kind) else [], of_people=of_people)
    files_panel(kind, place="side", order=85, lazy=True)
    shows_notes(kind)


def shows_notes(kind: str) -> None:
    """The notes alone, on the page of a kind of record that shows its files elsewhere."""
    if slot_finder(kind) is None:
        slot(kind, find=partial(_find, kind))

    @panel(kind, key="notes", title=_("Notes"), place="side", order=80, needs="daybook.note.view", lazy=True)
    def notes(actor: Actor, record: Any) -> Filled:
        return "daybook/notes/_panel.html", notes_shown(actor, kind, record)


def notes_shown(actor: Actor, kind: str, record: Any, *, after: str = "", form: Any = None) -> dict[str, Any]:
    """What `daybook/notes/_notes.html` needs: two queries."""
    from mutua.daybook.note_forms import NewNoteForm

    page = notes_on(actor, kind, record.pk, after=after, size=SHOWN)
    return {
        "page": page,
        "notes_kind": kind,
        "notes_of": record,
        "form": form or (NewNoteForm(auto_id=f"note-{kind}-{record.pk}-%s") if may(actor, "daybook.note.edit") else None),
    }


@panel("account", key="notes", title=_("Notes"), place="side", order=80, needs="daybook.note.view", lazy=True)
def around_account(actor: Actor, account: Account) -> Filled:
    """What was written on the account's orders, deals, touchpoints and so on, each for whoever sees that record."""
    rows: list[Any] = notes_around(actor, account)
    for row in rows[:OF_ACCOUNT]:
        row.subject = subject_of(row)
    return ("daybook/notes/_around.html", {"rows": rows[:OF_ACCOUNT], "more": len(rows) > OF_ACCOUNT}) if rows else None
