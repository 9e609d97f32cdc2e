"""Working on a lead until it is judged: answering its strategy's criteria, qualifying, disqualifying."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mutua.foundation.access import needs
from mutua.foundation.records.forms import version_sent
from mutua.foundation.ui.toasts import toast
from mutua.sales.actions.answer_criterion import answer_criterion
from mutua.sales.actions.disqualify_lead import disqualify_lead
from mutua.sales.actions.qualify_lead import qualify_lead
from mutua.sales.actions.take_up_lead import take_up_lead
from mutua.sales.lead_forms import DisqualifyForm
from mutua.sales.models import Lead
from mutua.sales.queries.leads import lead_for


@require_POST
@needs("sales.lead.edit")
def lead_take_up(request: HttpRequest, lead_id: int) -> HttpResponse:
    saved = take_up_lead(request.actor, lead_id, version=version_sent(request))
    toast(request, _("%(name)s is worked on.") % {"name": saved})
    return redirect(saved)


@require_POST
@needs("sales.lead.edit")
def lead_answer(request: HttpRequest, lead_id: int, criterion_id: int) -> HttpResponse:
    sent = {name: request.POST.get(name, "") for name in ("answer", "evidence")}
    answer_criterion(request.actor, lead_id, criterion_id=criterion_id, **sent)
    return redirect(f"{reverse('sales:lead', args=[lead_id])}#fit")


@require_POST
@needs("sales.lead.qualify")
def lead_qualify(request: HttpRequest, lead_id: int) -> HttpResponse:
    saved = qualify_lead(request.actor, lead_id, version=version_sent(request))
    toast(request, _("%(name)s is qualified.") % {"name": saved}, undo=_way_back(saved))
    return redirect(saved)


@require_http_methods(["GET", "POST"])
@needs("sales.lead.qualify")
def lead_disqualify(request: HttpRequest, lead_id: int) -> HttpResponse:
    record = lead_for(request.actor, lead_id)
    initial = {"version": record.version, "failed": request.GET.get("failed")}
    form = DisqualifyForm(record, request.POST or None, initial=initial)
    if request.method == "POST" and (saved := form.carried_out(partial(disqualify_lead, request.actor, record.pk))):
        toast(request, _("%(name)s is disqualified; the reason is kept.") % {"name": saved}, undo=_way_back(saved))
        return redirect(saved)
    context = {
        "form": form,
        "title": _("Disqualify %(name)s") % {"name": record},
        "save_label": _("Disqualify"),
        "cancel_url": record.get_absolute_url(),
    }
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


def _way_back(lead: Lead) -> str:
    return f"{reverse('sales:lead-take-up', args=[lead.pk])}?version={lead.version}"
