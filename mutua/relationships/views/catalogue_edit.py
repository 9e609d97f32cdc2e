"""Changing the catalogue by hand: what is typed, what would move by it, and only then the new version."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mutua.foundation.access import needs
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.forms import version_sent
from mutua.foundation.ui.toasts import toast
from mutua.relationships.actions.change_catalogue import CatalogueMoved, change_catalogue, propose_catalogue
from mutua.relationships.catalogue_forms import ActivityForm, TouchpointForm
from mutua.relationships.queries.catalogue import entry_of
from mutua.relationships.queries.catalogue_edits import (
    activity_in_catalogue,
    touchpoint_in_catalogue,
    with_activity,
    with_activity_back,
    with_touchpoint,
    with_touchpoint_back,
    without_activity,
    without_touchpoint,
)
from mutua.relationships.queries.catalogue_versions import newest_version
from mutua.relationships.rules.book import Book

LIST = "relationships:catalogue"


@require_http_methods(["GET", "POST"])
@needs("relationships.catalogue.edit")
def touchpoint_new(request: HttpRequest) -> HttpResponse:
    form = TouchpointForm(None, request.POST or None)
    return _edited(request, form, partial(with_touchpoint, request.actor, None), title=_("New touchpoint"), back=reverse(LIST))


@require_http_methods(["GET", "POST"])
@needs("relationships.catalogue.edit")
def touchpoint_edit(request: HttpRequest, key: str) -> HttpResponse:
    touchpoint = touchpoint_in_catalogue(request.actor, key)
    form = TouchpointForm(touchpoint, request.POST or None)
    made = partial(with_touchpoint, request.actor, key)
    return _edited(request, form, made, title=touchpoint.name, back=touchpoint.get_absolute_url())


@require_http_methods(["GET", "POST"])
@needs("relationships.catalogue.edit")
def activity_new(request: HttpRequest, key: str) -> HttpResponse:
    touchpoint = touchpoint_in_catalogue(request.actor, key)
    form = ActivityForm(entry_of(request.actor, touchpoint), None, request.POST or None)
    title = _("New activity: %(touchpoint)s") % {"touchpoint": touchpoint.name}
    made = partial(with_activity, request.actor, key, None)
    return _edited(request, form, made, title=title, back=touchpoint.get_absolute_url(), needs=True)


@require_http_methods(["GET", "POST"])
@needs("relationships.catalogue.edit")
def activity_edit(request: HttpRequest, key: str, activity_key: str) -> HttpResponse:
    activity = activity_in_catalogue(request.actor, key, activity_key)
    form = ActivityForm(entry_of(request.actor, activity.touchpoint), activity, request.POST or None)
    made = partial(with_activity, request.actor, key, activity_key)
    return _edited(request, form, made, title=activity.name, back=activity.touchpoint.get_absolute_url(), needs=True, activity=activity)


@require_http_methods(["GET", "POST"])
@needs("relationships.catalogue.edit")
def touchpoint_retire(request: HttpRequest, key: str) -> HttpResponse:
    touchpoint = touchpoint_in_catalogue(request.actor, key)
    made = with_touchpoint_back if touchpoint.retired_at else without_touchpoint
    title = _("Bring back: %(name)s") if touchpoint.retired_at else _("Retire: %(name)s")
    address = touchpoint.get_absolute_url()
    return _asked(request, partial(made, request.actor, key), touchpoint.version, title % {"name": touchpoint.name}, address, address)


@require_http_methods(["GET", "POST"])
@needs("relationships.catalogue.edit")
def activity_retire(request: HttpRequest, key: str, activity_key: str) -> HttpResponse:
    activity = activity_in_catalogue(request.actor, key, activity_key)
    made = with_activity_back if activity.retired_at else without_activity
    title = _("Bring back: %(name)s") if activity.retired_at else _("Retire: %(name)s")
    address = activity.touchpoint.get_absolute_url()
    return _asked(
        request, partial(made, request.actor, key, activity_key), activity.version, title % {"name": activity.name}, address, address
    )


def _edited(request: HttpRequest, form: Any, made: Callable[..., Book], *, title: str, back: str, **more: Any) -> HttpResponse:
    """The form; what it would change; or the change itself, when its reader has seen that."""
    if request.method == "POST" and "again" not in request.POST and (book := form.carried_out(made)) is not None:
        try:
            return confirmed(request, book, title=title, back=back)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    context = {"form": form, "title": title, "cancel_url": back, "two_columns": True, "save_label": _("Show what would change"), **more}
    return render(request, "relationships/catalogue/edit.html", context, status=422 if form.errors else 200)


def _asked(request: HttpRequest, made: Callable[..., Book], version: int, title: str, back: str, after: str) -> HttpResponse:
    """An act without a form: its page is the preview."""
    sent = version_sent(request) if request.method == "POST" else version
    try:
        return confirmed(request, made(version=sent), title=title, back=back, after=after, hidden=[("version", version)])
    except Refused as refusal:
        toast(request, str(refusal), problem=True)
        return redirect(back)


def confirmed(
    request: HttpRequest, book: Book, *, title: str, back: str, after: str = "", hidden: list[tuple[str, Any]] | None = None, note: str = ""
) -> HttpResponse:
    """The preview of a book, or the way on once it became the catalogue. Raises Refused for what a book may not say.

    hidden: what the preview sends again; None: what was sent.
    """
    moved = False
    if request.method == "POST" and request.POST.get("sure") == "yes":
        try:
            return _saved(request, book, after or back, note or title)
        except CatalogueMoved:
            moved = True
    change = propose_catalogue(request.actor, book)
    if not change.differences:
        toast(request, _("Nothing would change: the catalogue says so already."))
        return redirect(back)
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in ("csrfmiddlewaretoken", "sure", "on", "again")
    ]
    newest = newest_version(request.actor)
    context = {
        "change": change,
        "title": title,
        "back": back,
        "hidden": sent if hidden is None else hidden,
        "on": newest.number if newest else 0,
        "moved": moved,
        "may_go_back": hidden is None,
    }
    return render(request, "relationships/catalogue/preview.html", context, status=409 if moved else 200)


def _saved(request: HttpRequest, book: Book, after: str, note: str) -> HttpResponse:
    on = request.POST.get("on", "")
    version = change_catalogue(request.actor, book, on=int(on) if on.isdecimal() and len(on) < 9 else -1, note=note)
    words = _("Saved. This is version %(number)s of the catalogue.") % {"number": version.number}
    undo = reverse("relationships:catalogue-take-back", args=[version.number]) if version.number > 1 else None
    toast(request, words, undo=undo)
    return redirect(after)
