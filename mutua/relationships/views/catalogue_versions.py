"""The versions of the catalogue: each as it stood, what changed by it, and the way back to it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mutua.foundation.access import needs
from mutua.foundation.exports.csv_files import file_name
from mutua.foundation.records.errors import Refused
from mutua.foundation.ui.toasts import toast
from mutua.relationships.actions.load_catalogue import read_book
from mutua.relationships.actions.take_catalogue_back import take_catalogue_back
from mutua.relationships.catalogue_forms import ImportForm
from mutua.relationships.queries.catalogue_versions import newest_version, standing_book, version_before, version_numbered, versions_seen
from mutua.relationships.rules.book import Book, merged
from mutua.relationships.rules.book_compare import compare
from mutua.relationships.rules.book_text import toml_of
from mutua.relationships.views.catalogue_edit import confirmed

PAGE = 50


@require_GET
@needs("relationships.catalogue.view")
def versions(request: HttpRequest) -> HttpResponse:
    rows = versions_seen(request.actor)
    before = _number(request.GET.get("before"))
    shown = list((rows.filter(number__lt=before) if before else rows)[: PAGE + 1])
    context = {"versions": shown[:PAGE], "older": shown[PAGE - 1].number if len(shown) > PAGE else None}
    return render(request, "relationships/catalogue/versions.html", context)


@require_GET
@needs("relationships.catalogue.view")
def version(request: HttpRequest, number: int) -> HttpResponse:
    """One version beside the one before it, or beside any other one."""
    shown = version_numbered(request.actor, number)
    against = _number(request.GET.get("against"))
    other = version_numbered(request.actor, against) if against else version_before(request.actor, number)
    newest = newest_version(request.actor)
    context = {
        "version": shown,
        "other": other,
        "differences": compare(other.book, shown.book) if other else [],
        "names": {**(other.book.names if other else {}), **shown.book.names},
        "newest": newest.number if newest else number,
        "numbers": versions_seen(request.actor).exclude(number=number).values_list("number", flat=True)[:PAGE],
        "activities": sum(len(touchpoint.activities) for touchpoint in shown.book.touchpoints),
    }
    return render(request, "relationships/catalogue/version.html", context)


@require_http_methods(["GET", "POST"])
@needs("relationships.catalogue.edit")
def version_back(request: HttpRequest, number: int) -> HttpResponse:
    """A past version becomes the catalogue again, as a new version, after what would move was seen."""
    past = version_numbered(request.actor, number)
    title = _("Back to version %(number)s") % {"number": number}
    back = past.get_absolute_url()
    try:
        return confirmed(request, past.book, title=title, back=back, after=reverse("relationships:catalogue"), hidden=[])
    except Refused as refusal:
        toast(request, str(refusal), problem=True)
        return redirect(back)


@require_POST
@needs("relationships.catalogue.edit")
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    try:
        take_catalogue_back(request.actor, number)
    except Refused as refusal:
        toast(request, str(refusal), problem=True)
    else:
        toast(request, _("Taken back: the catalogue is as it was before version %(number)s.") % {"number": number})
    return redirect("relationships:catalogue")


@require_GET
@needs("relationships.catalogue.view")
def export(request: HttpRequest) -> HttpResponse:
    """The catalogue as a file; ?version=3 that one."""
    number = _number(request.GET.get("version"))
    chosen = version_numbered(request.actor, number) if number else newest_version(request.actor)
    book = chosen.book if chosen else standing_book(request.actor)
    edition = chosen.number if chosen else 1
    response = HttpResponse(toml_of(book, edition), content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name(f"{book.key} {edition}", "toml")}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "POST"])
@needs("relationships.catalogue.edit")
def import_(request: HttpRequest) -> HttpResponse:
    """A file is read, then shown with what would move by it; only then it becomes the catalogue."""
    form = ImportForm(request.POST or None, request.FILES or None)
    back = reverse("relationships:catalogue")
    if request.method == "POST" and "again" not in request.POST and form.is_valid():
        file, text = form.cleaned_data["file"], form.cleaned_data["text"]
        name = file.name if file else request.POST.get("name") or _("the text")
        try:
            content = file.read(_READ) if file else text.encode()
            comes = read_book(content, name)
            kept = {
                "text": content.decode("utf-8-sig"),
                "name": name,
                "retire_missing": "on" if form.cleaned_data["retire_missing"] else "",
            }
            hidden = [(key, value) for key, value in kept.items() if value]
            return confirmed(request, _whole(request, form, comes), title=_("Import %(file)s") % {"file": name}, back=back, hidden=hidden)
        except Refused as refusal:
            form.add_error("file" if file else "text", str(refusal))
    intro = _(
        "A catalogue that was exported here, or written by hand. Touchpoints and activities are found again by their keys; you see what would change before it does."
    )
    context = {
        "form": form,
        "title": _("Import a catalogue"),
        "cancel_url": back,
        "intro": intro,
        "save_label": _("Show what would change"),
    }
    return render(request, "relationships/catalogue/edit.html", context, status=422 if form.errors else 200)


_READ = 2_000_001


def _whole(request: HttpRequest, form: ImportForm, comes: Book) -> Book:
    return comes if form.cleaned_data["retire_missing"] else merged(standing_book(request.actor), comes)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 9 else None
