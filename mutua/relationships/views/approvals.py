"""Putting a plan to those who approve it, their answers, and the rules that say who they are."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mutua.foundation.access import needs
from mutua.foundation.records.forms import version_sent
from mutua.foundation.ui.toasts import toast
from mutua.relationships.actions.add_approval_rule import add_approval_rule
from mutua.relationships.actions.answer_approval import answer_approval
from mutua.relationships.actions.ask_for_approval import ask_for_approval
from mutua.relationships.actions.bring_approval_rule_back import bring_approval_rule_back
from mutua.relationships.actions.drop_approval_rule import drop_approval_rule
from mutua.relationships.actions.withdraw_approval import withdraw_approval
from mutua.relationships.approval_forms import AnswerForm, AskForm, RuleForm
from mutua.relationships.models import PlanCycle
from mutua.relationships.queries.approvals import MOST, mine, rounds_of, rules_seen, seats_by_rule
from mutua.relationships.queries.plans import plan_for
from mutua.relationships.rules.approving import is_own


def approval_context(request: HttpRequest, plan: PlanCycle, form: AnswerForm | None = None) -> dict[str, Any]:
    """What the page of a plan shows of its approval: the rounds, the newest first, and whether the one who looks is asked. Two queries."""
    rounds = rounds_of(request.actor, plan)
    newest = rounds[0] if rounds else None
    waits = newest is not None and newest.is_waiting
    own = mine(request.actor, newest.seats) if newest is not None and waits else []
    return {
        "round": newest,
        "earlier_rounds": rounds[1:],
        "waits_for_approval": waits,
        "my_seats": own,
        "made_it": bool(own) and is_own(request.actor.user_id, plan.prepared_by_id, own[0].asked_by_id),
        "answer_form": form or AnswerForm(initial={"version": plan.version}),
        "seats_by_rule": [] if plan.is_frozen else seats_by_rule(request.actor, plan),
    }


@require_http_methods(["GET", "POST"])
@needs("relationships.plan.edit")
def ask(request: HttpRequest, plan_id: int) -> HttpResponse:
    plan = plan_for(request.actor, plan_id)
    seats = seats_by_rule(request.actor, plan)
    form = AskForm(request.actor, plan, [seat.user_id for seat in seats], request.POST or None)
    if request.method == "POST" and form.carried_out(partial(ask_for_approval, request.actor, plan.pk)):
        toast(request, _("Asked. They see it on Today; the plan is frozen when all have approved."))
        return redirect(plan)
    context = {"form": form, "plan": plan, "seats": seats, "save_label": _("Ask for approval"), "cancel_url": plan.get_absolute_url()}
    return render(request, "relationships/plans/ask.html", context, status=422 if form.errors else 200)


@require_POST
@needs("relationships.plan.approve")
def answer(request: HttpRequest, plan_id: int) -> HttpResponse:
    form = AnswerForm(request.POST)
    if plan := form.carried_out(partial(answer_approval, request.actor, plan_id)):
        if plan.is_frozen:
            toast(request, _("All have approved: the plan is frozen. Later estimates will not rewrite it."))
        else:
            toast(request, _("Your answer is kept, with your name and the time."))
        return redirect(plan)
    shown = plan_for(request.actor, plan_id)
    context = {"plan": shown, **approval_context(request, shown, form)}
    return render(request, "relationships/plans/answer.html", context, status=422)


@require_POST
@needs("relationships.plan.edit")
def withdraw(request: HttpRequest, plan_id: int) -> HttpResponse:
    plan = withdraw_approval(request.actor, plan_id, version=version_sent(request))
    toast(request, _("Taken back. Nobody is asked any more; what was answered stays written."))
    return redirect(plan)


@require_GET
@needs("relationships.plan.view")
def rules(request: HttpRequest) -> HttpResponse:
    return render(request, "relationships/plans/approval_rules.html", {"rules": rules_seen(request.actor)[:MOST]})


@require_http_methods(["GET", "POST"])
@needs("relationships.approval.edit")
def rule_new(request: HttpRequest) -> HttpResponse:
    form = RuleForm(request.actor, request.POST or None)
    if request.method == "POST" and (made := form.carried_out(partial(add_approval_rule, request.actor))):
        toast(request, _("%(who)s is asked from now on.") % {"who": made.who})
        return redirect(made)
    context = {"form": form, "title": _("Who has to approve plans"), "cancel_url": reverse("relationships:approval-rules")}
    context["intro"] = _("All whom the rules name for the budget of a plan have to approve it. Nobody approves a plan that it made itself.")
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_POST
@needs("relationships.approval.edit")
def rule_drop(request: HttpRequest, rule_id: int) -> HttpResponse:
    rule = drop_approval_rule(request.actor, rule_id, version=version_sent(request))
    back = reverse("relationships:approval-rule-back", args=[rule.pk])
    toast(request, _("%(who)s is no longer asked.") % {"who": rule.who}, undo=back)
    return redirect(rule)


@require_POST
@needs("relationships.approval.edit")
def rule_back(request: HttpRequest, rule_id: int) -> HttpResponse:
    rule = bring_approval_rule_back(request.actor, rule_id, version=None)
    toast(request, _("%(who)s is asked again.") % {"who": rule.who})
    return redirect(rule)
