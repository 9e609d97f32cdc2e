"""Readiness of both sides: assessed by people, proposed by rows, kept with its history."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mutua.customers.frame import account_frame
from mutua.customers.models import Account
from mutua.customers.queries.accounts import account_for
from mutua.foundation.access import needs
from mutua.foundation.ui.toasts import toast
from mutua.relationships.actions.answer_proposal import answer_proposal
from mutua.relationships.actions.assess_readiness import assess_readiness
from mutua.relationships.models import ProposalAnswer
from mutua.relationships.profile_forms import ProposalForm, ReadinessForm
from mutua.relationships.queries.assessments import assessments_of, known_on
from mutua.relationships.queries.readiness_page import ReadinessPage, readiness_page
from mutua.relationships.queries.readiness_proposals import proposal_for, rows_under
from mutua.relationships.readiness_drawing import course

ROWS_SHOWN = 100


@require_GET
@needs("relationships.profile.view")
def readiness(request: HttpRequest, account_id: int) -> HttpResponse:
    frame = account_frame(request, account_id, tab="profile")
    page = readiness_page(request.actor, account_id)
    return render(request, "relationships/readiness/account.html", {**frame, **_shown(page)})


@require_GET
@needs("relationships.profile.view")
def our_readiness(request: HttpRequest) -> HttpResponse:
    return render(request, "relationships/readiness/ours.html", _shown(readiness_page(request.actor, None)))


def _shown(page: ReadinessPage) -> dict[str, Any]:
    courses = [(row, course(row.our_course, row.their_course, page.since, page.today)) for row in page.rows if row.moved]
    return {"page": page, "courses": courses}


@require_http_methods(["GET", "POST"])
@needs("relationships.readiness.edit")
def assess(request: HttpRequest, account_id: int | None = None) -> HttpResponse:
    """Of an account, or of our own company."""
    account = account_for(request.actor, account_id) if account_id is not None else None
    form = ReadinessForm(known_on(assessments_of(request.actor, account_id)), request.POST or None)
    home = _home(account)
    if request.method == "POST" and form.carried_out(partial(assess_readiness, request.actor, account_id)) is not None:
        toast(request, _("Assessed. Gates and prices follow."))
        return redirect(home)
    title = _("Readiness of %(account)s") % {"account": account.name} if account else _("Our own readiness")
    intro = _("0.0 nothing is there, 4.0 all is there. Empty: nobody knows, and no gate opens by silence.")
    context = {"form": form, "title": title, "intro": intro, "cancel_url": home, "save_label": _("Assess"), "two_columns": True}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("relationships.readiness.edit")
def proposal(request: HttpRequest, figure: str, account_id: int | None = None) -> HttpResponse:
    """The figure, the rows under it, and the answer."""
    account = account_for(request.actor, account_id) if account_id is not None else None
    found = proposal_for(request.actor, account_id, figure)
    form = ProposalForm(request.POST or None, initial={"level": found.level})
    home = _home(account)
    if request.method == "POST" and (said := form.carried_out(partial(answer_proposal, request.actor, account_id, figure))):
        toast(request, _said(said))
        return redirect(home)
    rows = list(rows_under(request.actor, found, account_id)[:ROWS_SHOWN])
    context = {"account": account, "proposal": found, "form": form, "rows": rows, "home": home}
    return render(request, "relationships/readiness/proposal.html", context, status=422 if form.errors else 200)


def _said(said: ProposalAnswer) -> str:
    if said.level is None:
        return _("Refused. It is proposed again when the rows speak for another level.")
    return _("%(dimension)s stands at %(level)s now.") % {"dimension": said.get_dimension_display(), "level": said.level}


def _home(account: Account | None) -> str:
    return reverse("relationships:readiness", args=[account.pk]) if account is not None else reverse("relationships:our-readiness")
