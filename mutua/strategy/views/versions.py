"""Writing a version: statement, levers, objectives, assumptions; and moving it on."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mutua.foundation.access import needs
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.forms import version_sent
from mutua.foundation.ui.toasts import toast
from mutua.strategy.actions.check_assumption import check_assumption
from mutua.strategy.actions.choose_levers import choose_levers
from mutua.strategy.actions.move_version import move_version
from mutua.strategy.actions.remove_objective import remove_objective
from mutua.strategy.actions.set_objective import add_objective, edit_objective
from mutua.strategy.actions.state_assumption import state_assumption
from mutua.strategy.actions.write_version import write_version
from mutua.strategy.forms import AssumptionForm, LeverFormSet, ObjectiveForm, VersionForm
from mutua.strategy.models import StrategyVersion
from mutua.strategy.queries.strategies import objective_for, version_for
from mutua.strategy.rules.statement import QUESTIONS, check_statement
from mutua.strategy.sentences import sentence_of


@require_http_methods(["GET", "POST"])
@needs("strategy.strategy.edit")
def version_write(request: HttpRequest, version_id: int) -> HttpResponse:
    version = version_for(request.actor, version_id)
    form = VersionForm(request.actor, request.POST or None, instance=version)
    if request.method == "POST" and (saved := form.carried_out(partial(write_version, request.actor, version.pk))):
        problems = _problems(saved)
        toast(
            request,
            _("Saved. The statement passes the check.") if not problems else _("Saved as a draft. The statement does not pass yet."),
        )
        return redirect(page_of(saved))
    context = {
        "form": form,
        "title": str(version),
        "cancel_url": page_of(version),
        "problems": _problems(version) if version.statement else [],
    }
    return render(request, "strategy/houses/write.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("strategy.strategy.edit")
def levers(request: HttpRequest, version_id: int) -> HttpResponse:
    version = version_for(request.actor, version_id)
    initial = [
        {"name": row.lever.name, "contribution": row.contribution, "is_chosen": row.is_chosen}
        for row in version.levers.select_related("lever")
    ]
    # What is sent stands for itself: compared with what is stored, an unchanged row would count as an empty one.
    rows = LeverFormSet(request.POST) if request.method == "POST" else LeverFormSet(initial=initial)
    if request.method == "POST" and rows.is_valid() and (saved := _choose(request, version, rows)):
        return saved
    context = {"rows": rows, "version": version, "title": _("Levers of %(name)s") % {"name": version}, "cancel_url": page_of(version)}
    wrong = request.method == "POST"
    return render(request, "strategy/houses/levers.html", context, status=422 if wrong else 200)


def _choose(request: HttpRequest, version: StrategyVersion, rows: BaseFormSet[Any]) -> HttpResponse | None:
    try:
        done = choose_levers(request.actor, version.pk, [row.wanted() for row in rows], version=version_sent(request))
    except Refused as refusal:
        rows.refusal = str(refusal)  # type: ignore[attr-defined]
        return None
    toast(request, done.warning or _("Levers saved."))
    return redirect(page_of(version))


@require_http_methods(["GET", "POST"])
@needs("strategy.strategy.edit")
def objective_new(request: HttpRequest, version_id: int) -> HttpResponse:
    version = version_for(request.actor, version_id)
    form = ObjectiveForm(request.actor, request.POST or None, version=version)
    if request.method == "POST" and form.carried_out(partial(add_objective, request.actor, version.pk)):
        return redirect(page_of(version))
    context = {
        "form": form,
        "title": _("New objective of %(name)s") % {"name": version},
        "save_label": _("Add objective"),
        "cancel_url": page_of(version),
    }
    return render(request, "ui/form_page.html", {**context, "two_columns": True}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("strategy.strategy.edit")
def objective_write(request: HttpRequest, objective_id: int) -> HttpResponse:
    objective = objective_for(request.actor, objective_id)
    form = ObjectiveForm(request.actor, request.POST or None, instance=objective, version=objective.version_of)
    if request.method == "POST" and form.carried_out(partial(edit_objective, request.actor, objective.pk)):
        return redirect(page_of(objective.version_of))
    context = {
        "form": form,
        "title": objective.name,
        "cancel_url": page_of(objective.version_of),
        "objective": objective,
        "two_columns": True,
    }
    return render(request, "strategy/houses/objective.html", context, status=422 if form.errors else 200)


@require_POST
@needs("strategy.strategy.edit")
def objective_remove(request: HttpRequest, objective_id: int) -> HttpResponse:
    objective = remove_objective(request.actor, objective_id, version=version_sent(request))
    toast(
        request,
        _("%(name)s was taken off the draft.") % {"name": objective},
        undo=reverse("records:restore", args=["objective", objective.pk]),
    )
    return redirect(page_of(objective.version_of))


@require_POST
@needs("strategy.strategy.view")
def version_move(request: HttpRequest, version_id: int) -> HttpResponse:
    """Who may, the action decides: challenging asks for less than approving."""
    day = request.POST.get("active_from", "")
    moved = move_version(request.actor, version_id, request.POST.get("to", ""), version=version_sent(request), active_from=_day(day))
    toast(request, _("%(name)s is %(state)s now.") % {"name": moved, "state": moved.get_state_display().lower()})
    return redirect(page_of(moved))


@require_http_methods(["GET", "POST"])
@needs("strategy.strategy.edit")
def assumption_new(request: HttpRequest, version_id: int) -> HttpResponse:
    version = version_for(request.actor, version_id)
    form = AssumptionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.carried_out(partial(state_assumption, request.actor, version_id)):
        return redirect(page_of(version))
    context = {
        "form": form,
        "title": _("New assumption of %(name)s") % {"name": version},
        "intro": _("What must be true for this to work, how you will find out, and by when."),
        "save_label": _("Assume it"),
        "cancel_url": page_of(version),
    }
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_POST
@needs("strategy.strategy.edit")
def assumption_check(request: HttpRequest, assumption_id: int) -> HttpResponse:
    assumption = check_assumption(request.actor, assumption_id, holds=request.POST.get("holds", ""))
    return redirect(page_of(assumption.version_of))


def page_of(version: StrategyVersion) -> str:
    return f"{version.strategy.get_absolute_url()}?version={version.number}"


def _problems(version: StrategyVersion) -> list[str]:
    return [sentence_of(finding) for finding in check_statement(version.statement, {name: getattr(version, name) for name in QUESTIONS})]


def _day(text: str) -> Any:
    try:
        day = parse_date(text) if text else None
    except ValueError:
        day = None
    if text and day is None:
        raise Refused(_("“%(text)s” is no day. Write it as 2026-11-21. Nothing was changed.") % {"text": text}, field="active_from")
    return day
