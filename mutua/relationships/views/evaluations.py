"""What roadmap items brought: one item, and the evaluated year."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mutua.customers.frame import account_frame
from mutua.foundation.access import needs
from mutua.foundation.exports import csv_response
from mutua.foundation.jobs.models import JobProgress
from mutua.foundation.ui.toasts import toast
from mutua.relationships.actions.decide_evaluation import decide_evaluation
from mutua.relationships.actions.enter_trial import enter_trial
from mutua.relationships.actions.evaluate_item import evaluate_item
from mutua.relationships.actions.evaluate_plan import evaluate_plan, evaluation_key
from mutua.relationships.actions.propose_item import propose_item
from mutua.relationships.comparing import Compared, compared, offered
from mutua.relationships.evaluation_forms import CompareForm, DecideForm, TrialForm
from mutua.relationships.models import ORDER_VALUE, PostEvaluation, RoadmapItem
from mutua.relationships.queries.evaluating import Ground, actual_costs, ground_of
from mutua.relationships.queries.evaluation_page import BY, table_of, year_page
from mutua.relationships.queries.evaluations import WAITS, evaluation_for, evaluation_of, waiting_of
from mutua.relationships.queries.panels import measures_at
from mutua.relationships.queries.plans import plan_for
from mutua.relationships.queries.proposals import advised, proposals_of, reason_of
from mutua.relationships.queries.roadmaps import item_for


@require_GET
@needs("relationships.plan.view")
def year(request: HttpRequest, plan_id: int) -> HttpResponse:
    shown = plan_for(request.actor, plan_id)
    by = request.GET.get("by", "activity")
    words = {"activity": _("Activities"), "customer": _("Customers"), "lever": _("Levers")}
    page = year_page(request.actor, shown, by)
    context = {
        "plan": shown,
        "page": page,
        "waiting": waiting_of(request.actor, shown),
        "proposals": proposals_of(request.actor, shown),
        "work": JobProgress.objects.filter(key=evaluation_key(shown.pk)).first(),
        "tabs": [{"label": words[one], "url": f"?by={one}", "current": one == page.by} for one in BY],
        "what": words[page.by],
    }
    return render(request, "relationships/evaluations/year.html", context)


@require_GET
@needs("relationships.plan.view")
def year_csv(request: HttpRequest, plan_id: int) -> HttpResponse:
    shown = plan_for(request.actor, plan_id)
    head, rows = table_of(year_page(request.actor, shown, request.GET.get("by", "activity")))
    return csv_response(_("Evaluation of %(plan)s") % {"plan": shown}, head, rows)  # type: ignore[return-value]


@require_POST
@needs("relationships.evaluation.edit")
def year_run(request: HttpRequest, plan_id: int) -> HttpResponse:
    shown = evaluate_plan(request.actor, plan_id)
    return redirect("relationships:evaluation-year", shown.pk)


@require_GET
@needs("relationships.evaluation.view")
def item(request: HttpRequest, account_id: int, item_id: int) -> HttpResponse:
    return _page(request, item_for(request.actor, item_id, account_id))


@require_POST
@needs("relationships.evaluation.edit")
def item_compare(request: HttpRequest, account_id: int, item_id: int) -> HttpResponse:
    shown = item_for(request.actor, item_id, account_id)
    form = CompareForm(request.POST, measures=measures_at(request.actor, shown))
    if form.carried_out(partial(evaluate_item, request.actor, shown.pk)):
        toast(request, _("Compared."))
        return redirect("relationships:evaluation", shown.account_id, shown.pk)
    return _page(request, shown, compare=form, status=422)


@require_http_methods(["GET", "POST"])
@needs("relationships.evaluation.edit")
def item_trial(request: HttpRequest, account_id: int, item_id: int) -> HttpResponse:
    shown = item_for(request.actor, item_id, account_id)
    back = reverse("relationships:evaluation", args=[shown.account_id, shown.pk])
    spent = actual_costs(request.actor, [shown.pk]).get(shown.pk, shown.cost)
    form = TrialForm(request.POST or None, initial={"version": shown.version, "actual_cost": spent})
    if request.method == "POST" and form.carried_out(partial(enter_trial, request.actor, shown.pk)):
        toast(request, _("Saved."))
        return redirect(back)
    title = _("A trial of %(item)s") % {"item": shown.name}
    return render(request, "ui/form_page.html", {"form": form, "title": title, "cancel_url": back}, status=422 if form.errors else 200)


@require_POST
@needs("relationships.evaluation.decide")
def decide(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    shown = evaluation_for(request.actor, evaluation_id)
    form = DecideForm(request.POST)
    if form.carried_out(partial(decide_evaluation, request.actor, shown.pk)):
        toast(request, _("Decided, and kept as it was believed today."))
        return redirect("relationships:evaluation", shown.item.account_id, shown.item_id)
    return _page(request, shown.item, decision=form, status=422)


@require_POST
@needs("relationships.roadmap.edit")
def propose(request: HttpRequest, evaluation_id: int, account_id: int) -> HttpResponse:
    made = propose_item(request.actor, evaluation_id, account_id)
    toast(request, _("An idea on the roadmap of %(account)s. Enter what it is to bring.") % {"account": made.account.name})
    plan_id = evaluation_for(request.actor, evaluation_id).plan_id
    return redirect("relationships:evaluation-year", plan_id) if plan_id else redirect(made)


def _page(
    request: HttpRequest, shown: RoadmapItem, *, compare: CompareForm | None = None, decision: DecideForm | None = None, status: int = 200
) -> HttpResponse:
    frame = account_frame(request, shown.account_id, tab="roadmap")
    evaluation = evaluation_of(request.actor, shown)
    open_still = shown.state in WAITS
    measures = measures_at(request.actor, shown)
    wanted = request.GET.get("outcome", evaluation.outcome if evaluation else ORDER_VALUE)
    outcome = wanted if wanted in dict(measures) else ORDER_VALUE
    ground = ground_of(shown, outcome=outcome, began_on=evaluation.began_on if evaluation else None) if open_still else None
    context: dict[str, Any] = {
        **frame,
        "item": shown,
        "evaluation": evaluation,
        "compared": _compared(evaluation),
        "open_still": open_still,
        "ground": ground,
        "offers": offered(ground) if ground else (),
        "compare": compare or CompareForm(initial=_first(request, shown, evaluation, ground, outcome), measures=measures),
        "decision": decision or _decision(evaluation),
        "reason": reason_of(evaluation) if evaluation and evaluation.is_money else "",
    }
    return render(request, "relationships/evaluations/item.html", context, status=status)


def _compared(evaluation: PostEvaluation | None) -> Compared | None:
    return compared(evaluation) if evaluation is not None else None


def _first(
    request: HttpRequest, shown: RoadmapItem, evaluation: PostEvaluation | None, ground: Ground | None, outcome: str
) -> dict[str, Any]:
    """What the form begins with: what was said last, else what is known."""
    if evaluation is not None:
        known = {name: getattr(evaluation, name) for name in ("margin_share", "actual_cost")}
    else:
        known = {"actual_cost": actual_costs(request.actor, [shown.pk]).get(shown.pk, shown.cost)}
    return {**known, "began_on": ground.began_on if ground else None, "outcome": outcome, "version": shown.version}


def _decision(evaluation: PostEvaluation | None) -> DecideForm | None:
    if evaluation is None or evaluation.is_decided:
        return None
    follows = advised(evaluation)
    reason = reason_of(evaluation) if evaluation.is_money else ""
    return DecideForm(initial={"version": evaluation.version, "verdict": follows.value if follows else None, "reason": reason})
