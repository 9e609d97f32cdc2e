"""Notes on a record: read, written, corrected."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mutua.daybook.actions.edit_note import edit_note
from mutua.daybook.actions.write_note import write_note
from mutua.daybook.note_forms import NewNoteForm, NoteForm
from mutua.daybook.note_panel import notes_shown
from mutua.daybook.queries.notes import note_for, subject_of
from mutua.foundation.access import needs, require
from mutua.foundation.files.holding import holding_record
from mutua.foundation.records.returning import home_of
from mutua.foundation.ui.toasts import toast, toasted


@require_http_methods(["GET", "POST"])
@needs("daybook.note.view")
def on_record(request: HttpRequest, kind: str, subject_id: int) -> HttpResponse:
    """All notes of one record, a page at a time. POST writes one; what is refused comes back as it was typed."""
    record, form, actor = holding_record(request.actor, kind, subject_id), None, request.actor  # type: ignore[attr-defined]
    if request.method == "POST":
        require(actor, "daybook.note.edit", record)
        form = NewNoteForm(request.POST, auto_id=f"note-{kind}-{record.pk}-%s")
        if made := form.carried_out(partial(write_note, actor, kind, record.pk)):
            way_back = urlencode({"version": made.version, "back": home_of(record)})
            undo = f"{reverse('daybook:take-back', args=['note', made.pk])}?{way_back}"
            if request.htmx:  # type: ignore[attr-defined]
                answer = render(request, "daybook/notes/_panel.html", notes_shown(actor, kind, record))
                return toasted(answer, _("Noted."), undo=undo)
            toast(request, _("Noted."), undo=undo)
            return redirect(home_of(record))
    template = "daybook/notes/_panel.html" if form is not None and request.htmx else "daybook/notes/page.html"  # type: ignore[attr-defined]
    context = {**notes_shown(actor, kind, record, after=request.GET.get("after", ""), form=form), "record": record, "home": home_of(record)}
    return render(request, template, context, status=422 if form is not None else 200)


@require_GET
@needs("daybook.note.view")
def note(request: HttpRequest, note_id: int) -> HttpResponse:
    shown = note_for(request.actor, note_id)
    subject = subject_of(shown)
    context = {"note": shown, "subject": subject, "home": home_of(subject), "kind": subject._meta.verbose_name}
    return render(request, "daybook/notes/note.html", context)


@require_http_methods(["GET", "POST"])
@needs("daybook.note.edit")
def note_edit(request: HttpRequest, note_id: int) -> HttpResponse:
    shown = note_for(request.actor, note_id)
    form = NoteForm(request.actor, request.POST or None, instance=shown)
    if request.method == "POST" and form.carried_out(partial(edit_note, request.actor, shown.pk)):
        toast(request, _("Saved."))
        return redirect(shown)
    context = {"form": form, "title": _("Change the note"), "cancel_url": shown.get_absolute_url()}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)
