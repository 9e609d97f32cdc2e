"""Profiles beside each other, on paper, and kept for a plan year."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mutua.customers.frame import account_frame
from mutua.customers.queries.accounts import account_for
from mutua.foundation import days
from mutua.foundation.access import needs
from mutua.foundation.documents import download, pdf_of
from mutua.foundation.ui.toasts import toast
from mutua.relationships.actions.keep_profiles import keep_profile
from mutua.relationships.models import Profile, ProfileSnapshot
from mutua.relationships.models.labels import TYPES
from mutua.relationships.profile_forms import CompareForm, KeepForm
from mutua.relationships.queries.assessments import assessments_of, known_on
from mutua.relationships.queries.catalogue import catalogue
from mutua.relationships.queries.profile_page import profile_page
from mutua.relationships.queries.profiles_compared import CURRENT, Comparison, Side, cell_of, compare
from mutua.relationships.queries.profiles_kept import snapshot_for
from mutua.relationships.rules.kinds import Dimension


@require_GET
@needs("relationships.profile.view")
def compared(request: HttpRequest, account_id: int) -> HttpResponse:
    """Any two of: what is practised, and what each perspective wants, each as it was known on a day."""
    frame = account_frame(request, account_id, tab="profile")
    form = CompareForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    known = asked.get("known") or "then"
    sides = [(asked.get(key) or usual, asked.get(f"{key}_on") or days.today()) for key, usual in (("a", CURRENT), ("b", "joint"))]
    found = compare(request.actor, account_id, *sides, known_now=known == "now")
    shown = {"a": sides[0][0], "a_on": sides[0][1], "b": sides[1][0], "b_on": sides[1][1], "known": known}
    context = {**frame, "comparison": found, "form": CompareForm(initial=shown), "types": TYPES, "wrong": form.errors, **_named(found)}
    return render(request, "relationships/profiles/compared.html", context)


def _named(found: Comparison) -> dict[str, Any]:
    return {"first_name": _name(found.first), "second_name": _name(found.second)}


def _name(side: Side) -> str:
    return _("Practised") if side.is_current else side.label


@require_GET
@needs("relationships.profile.view")
def pdf(request: HttpRequest, account_id: int) -> HttpResponse:
    """The profile on paper: for us, with what is internal marked as such."""
    account = account_for(request.actor, account_id)
    page = profile_page(request.actor, account_id, request.GET.get("by", ""))
    ours, theirs = (known_on(assessments_of(request.actor, number)) for number in (None, account_id))
    readiness = [(dimension, ours.get(dimension), theirs.get(dimension)) for dimension in Dimension]
    context = {"account": account, "page": page, "types": TYPES, "today": days.today(), "readiness": readiness}
    return download(pdf_of(request, "relationships/profiles/sheet.html", context), f"{account.name} profile {days.today()}")


@require_http_methods(["GET", "POST"])
@needs("relationships.profile.edit")
def keep(request: HttpRequest, account_id: int) -> HttpResponse:
    account = account_for(request.actor, account_id)
    form = KeepForm(request.POST or None, initial={"year": days.today().year + 1})
    if request.method == "POST" and (made := form.carried_out(partial(keep_profile, request.actor, account_id))):
        toast(request, _("Kept for %(year)s. It is never rewritten.") % {"year": made.year})
        return redirect(made)
    title = _("Keep the profile of %(account)s for a plan year") % {"account": account.name}
    intro = _(
        "Where you stand, where each perspective wants to be, and the readiness of both sides, as they are now. An approved plan keeps them by itself."
    )
    context = {
        "form": form,
        "title": title,
        "intro": intro,
        "save_label": _("Keep it"),
        "cancel_url": reverse("relationships:profile", args=[account_id]),
    }
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_GET
@needs("relationships.profile.view")
def kept(request: HttpRequest, account_id: int, year: int) -> HttpResponse:
    """What was believed then: nothing of it is read from what stands today but the names."""
    frame = account_frame(request, account_id, tab="profile")
    snapshot = snapshot_for(request.actor, account_id, year)
    context = {**frame, "snapshot": snapshot, "rows": _rows(request, snapshot), "readiness": _readiness(snapshot)}
    return render(request, "relationships/profiles/kept.html", context)


def _rows(request: HttpRequest, snapshot: ProfileSnapshot) -> list[dict[str, Any]]:
    known = {entry.touchpoint.key: entry for entry in catalogue(request.actor).values()}
    current, desired = snapshot.content["current"], snapshot.content["desired"]
    keys = [*known, *sorted(set(current) - set(known))]
    perspectives = dict(Profile.Perspective.choices)
    rows = []
    for key in keys:
        wanted = [
            (perspectives.get(who, who), told["confidence"], _words(known, key, cell_of(told["wanted"][key])))
            for who, told in desired.items()
            if key in told["wanted"]
        ]
        if key in current or wanted:
            name = known[key].touchpoint.name if key in known else key
            rows.append({"name": name, "current": current.get(key), "wanted": wanted, "share": _share(current.get(key))})
    return rows


def _words(known: dict[str, Any], key: str, cell: Any) -> str:
    names = known[key].by_key if key in known else {}
    practices = [names[one].name if one in names else one for one in sorted(cell.activities)]
    return "; ".join([*practices, *([cell.wish] if cell.wish else [])])


def _share(current: dict[str, Any] | None) -> float | None:

    if not current or not current["of"] or not Fraction(current["of"]):
        return None
    return float(Fraction(current["good"]) / Fraction(current["of"]))


def _readiness(snapshot: ProfileSnapshot) -> list[tuple[str, Any, Any]]:
    told = snapshot.content["readiness"]
    return [(dimension.value, told["us"].get(dimension.value), told["them"].get(dimension.value)) for dimension in Dimension]
