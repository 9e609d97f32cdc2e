"""The yearly plan: its money and hours, the search, what it chose and why, approval."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mutua.foundation import days
from mutua.foundation.access import NotFound, needs
from mutua.foundation.exports import csv_response
from mutua.foundation.jobs.models import JobProgress
from mutua.foundation.jobs.queries.progress_for import progress_for
from mutua.foundation.records.forms import version_sent
from mutua.foundation.ui.toasts import toast
from mutua.relationships.actions.approve_plan import approve_plan
from mutua.relationships.actions.begin_plan import begin_plan
from mutua.relationships.actions.change_plan import change_plan
from mutua.relationships.actions.move_plan import move_plan
from mutua.relationships.actions.open_plan import open_plan
from mutua.relationships.actions.optimise_plan import ask_for_optimum, progress_key
from mutua.relationships.actions.roll_forward import may_roll, roll_forward
from mutua.relationships.models import PlanCycle
from mutua.relationships.models.labels import COMPONENTS, ESTIMATES, SIDES
from mutua.relationships.plan_forms import PlanForm
from mutua.relationships.queries.approvals import may_approve_alone
from mutua.relationships.queries.plan_page import plan_page
from mutua.relationships.queries.plan_progress import progress_of
from mutua.relationships.queries.plan_seen import tell_nets
from mutua.relationships.queries.plans import candidates_of, kick_off_of, missing_of, plan_for, plans_in_brief, teams_of
from mutua.relationships.rules.freezing import digest
from mutua.relationships.rules.lifecycles import PlanState, next_plan_states
from mutua.relationships.rules.returns import amounts_of
from mutua.relationships.views.approvals import approval_context

# Every cell of the table of returns: its keys, and how it is said.
CELLS = [
    ((side, component, estimate), said, what, how) for side, said in SIDES for component, what in COMPONENTS for estimate, how in ESTIMATES
]
MOST = 200  # plans on the page of all
HOURS = 120.0  # a first guess of the hours of a team in a quarter, for the form


@require_GET
@needs("relationships.plan.view")
def plans(request: HttpRequest) -> HttpResponse:
    shown = list(plans_in_brief(request.actor)[:MOST])
    tell_nets(request.actor, shown)
    return render(request, "relationships/plans/plans.html", {"plans": shown, "kick_off": kick_off_of(request.actor)})


@require_GET
@needs("relationships.plan.view")
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    shown = plan_for(request.actor, plan_id)
    after = next_plan_states(shown.state)
    page = plan_page(request.actor, shown)
    is_whole = page is None or page.is_whole
    context = {
        "plan": shown,
        "page": page,
        "work": JobProgress.objects.filter(key=progress_key(shown.pk)).first(),
        "candidates": None if shown.choice or shown.snapshot else _summary(request, shown),
        "missing": missing_of(request.actor, shown.year) if shown.state == PlanState.OPEN else None,
        "progress": progress_of(request.actor, shown),
        "seal_holds": shown.snapshot is None or digest(shown.snapshot) == shown.snapshot_sha256,
        "next_state": next(iter(after)) if shown.is_frozen and after and is_whole else "",
        "rolled_to": shown.rolled_to.first() if shown.is_frozen else None,
        "may_roll": may_roll(shown) and is_whole,
        "may_begin": PlanState.PROFILES_UPDATED in after and shown.state == PlanState.OPEN,
        **approval_context(request, shown),
    }
    waits = context["waits_for_approval"]
    context["may_optimise"] = PlanState.OPTIMISED in after and not waits
    context["may_ask"] = PlanState.APPROVED in after and bool(shown.choice) and not waits and is_whole
    # Alone one approves only what no rule asks others about, and what one has not made oneself.
    context["may_approve"] = context["may_ask"] and not context["seats_by_rule"] and may_approve_alone(request.actor, shown)
    return render(request, "relationships/plans/plan.html", context)


@require_POST
@needs("relationships.plan.edit")
def plan_move(request: HttpRequest, plan_id: int) -> HttpResponse:
    plan_moved = move_plan(request.actor, plan_id, version=version_sent(request), to=request.POST.get("to", ""))
    toast(request, _("%(plan)s is “%(state)s”.") % {"plan": plan_moved, "state": plan_moved.get_state_display()})
    return redirect(plan_moved)


@require_POST
@needs("relationships.plan.edit")
def plan_roll(request: HttpRequest, plan_id: int) -> HttpResponse:
    following = roll_forward(request.actor, plan_id, version=version_sent(request))
    toast(
        request,
        _("%(plan)s is open. What was not begun can be chosen again; what runs is taken off its money and hours.") % {"plan": following},
    )
    return redirect(following)


@require_GET
@needs("relationships.plan.view")
def plan_search(request: HttpRequest, plan_id: int) -> HttpResponse:
    """How far the search has come. Once it is over the page around it is another one, and is loaded anew."""
    shown = plan_for(request.actor, plan_id)
    work = progress_for(request.actor, progress_key(shown.pk))
    answer = render(request, "relationships/plans/_search.html", {"plan": shown, "progress": work})
    if work.is_over:
        answer["HX-Refresh"] = "true"
    return answer


@require_http_methods(["GET", "POST"])
@needs("relationships.plan.edit")
def plan_new(request: HttpRequest) -> HttpResponse:
    teams = {team: [HOURS] * 4 for team in teams_of(request.actor)}
    form = PlanForm(request.POST or None, initial={"year": days.today().year + 1, "currency": settings.DEFAULT_CURRENCY, "capacity": teams})
    del form.fields["version"]
    if request.method == "POST" and (made := form.carried_out(partial(_open, request))):
        return redirect(made)
    context = {"form": form, "title": _("New plan"), "save_label": _("Open the plan"), "cancel_url": "/plans/"}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("relationships.plan.edit")
def plan_edit(request: HttpRequest, plan_id: int) -> HttpResponse:
    shown = plan_for(request.actor, plan_id)
    names = ("budget", "capacity", "discount_rate", "customer_must_gain", "max_levers", "floors", "version")
    form = PlanForm(request.POST or None, initial={name: getattr(shown, name) for name in names})
    del form.fields["year"], form.fields["currency"]
    if request.method == "POST" and form.carried_out(partial(change_plan, request.actor, shown.pk)):
        toast(request, _("Saved. Optimise again to see what the new money and hours bring."))
        return redirect(shown)
    context = {"form": form, "title": _("%(plan)s: budget and hours") % {"plan": shown}, "cancel_url": shown.get_absolute_url()}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_POST
@needs("relationships.plan.edit")
def plan_begin(request: HttpRequest, plan_id: int) -> HttpResponse:
    return redirect(begin_plan(request.actor, plan_id, version=version_sent(request)))


@require_POST
@needs("relationships.plan.edit")
def plan_optimise(request: HttpRequest, plan_id: int) -> HttpResponse:
    return redirect(ask_for_optimum(request.actor, plan_id, version=version_sent(request)))


@require_POST
@needs("relationships.plan.approve")
def plan_approve(request: HttpRequest, plan_id: int) -> HttpResponse:
    approved = approve_plan(request.actor, plan_id, version=version_sent(request))
    toast(request, _("Approved and frozen. Later estimates will not rewrite it."))
    return redirect(approved)


@require_GET
@needs("relationships.plan.view")
def plan_curve_csv(request: HttpRequest, plan_id: int) -> HttpResponse:
    """What each budget could return, as far as the search has tried it; told to who sees all of the plan."""
    shown = plan_for(request.actor, plan_id)
    page = plan_page(request.actor, shown)
    if page is not None and page.frontier is None:
        raise NotFound(_("curve"))
    columns = [_("Budget"), _("Net return"), _("Currency")]
    tried = page.frontier.rows if page is not None and page.frontier is not None else ()
    rows: list[list[Any]] = [[float(budget), float(value), shown.currency] for budget, value in tried]
    return csv_response(_("%(plan)s value over budget") % {"plan": shown}, columns, rows)  # type: ignore[return-value]


@require_GET
@needs("relationships.plan.view")
def plan_csv(request: HttpRequest, plan_id: int) -> HttpResponse:
    shown = plan_for(request.actor, plan_id)
    page = plan_page(request.actor, shown)
    columns = [
        _("Account"),
        _("Activity"),
        _("Starts in quarter"),
        _("Costs"),
        _("Returns"),
        _("Their costs"),
        _("Their returns"),
        *(
            _("%(side)s: %(what)s, %(estimate)s") % {"side": side, "what": what, "estimate": estimate}
            for _key, side, what, estimate in CELLS
        ),
        _("Why not"),
    ]
    rows: list[list[Any]] = []
    if page is not None:
        rows = [[*_named(item), item["first"], *_sums(item), ""] for item in page.chosen]
        rows += [[*_named(left.item), "", *_sums(left.item), left.reason] for left in page.left_out]
    return csv_response(str(shown), columns, rows)  # type: ignore[return-value]


def _open(request: HttpRequest, **values: Any) -> PlanCycle:
    return open_plan(request.actor, **{**values, "currency": values["currency"].upper()})


def _summary(request: HttpRequest, shown: PlanCycle) -> dict[str, int]:
    """What the optimiser could choose from, in figures."""
    found = candidates_of(request.actor, shown).planned.values()
    return {"items": len(found), "accounts": len({item.account for item in found}), "ready": sum(item.ready for item in found)}


def _named(item: dict[str, Any]) -> list[str]:
    return [item["account"], item["name"]]


def _sums(item: dict[str, Any]) -> list[float]:
    totals = [sum(map(float, item[name])) for name in ("costs", "returns", "their_costs", "their_returns")]
    return [*totals, *(sum(map(float, amounts_of(item.get("split", {}), *key))) for key, *_said in CELLS)]
