"""Converting a lead, and taking it back."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from mutua.foundation.access import needs
from mutua.foundation.records.forms import version_sent
from mutua.foundation.ui.toasts import toast
from mutua.sales.actions.convert_lead import convert_lead
from mutua.sales.actions.undo_conversion import undo_conversion
from mutua.sales.lead_forms import ConvertForm
from mutua.sales.queries.leads import lead_for


@require_http_methods(["GET", "POST"])
@needs("sales.lead.convert")
def lead_convert(request: HttpRequest, lead_id: int) -> HttpResponse:
    record = lead_for(request.actor, lead_id)
    form = ConvertForm(request.actor, record, request.POST or None)
    if request.method == "POST" and (made := form.carried_out(partial(convert_lead, request.actor, record.pk))):
        way_back = f"{reverse('sales:lead-convert-undo', args=[record.pk])}?version={made.lead.version}"
        toast(request, _("%(name)s is converted.") % {"name": record}, undo=way_back)
        return redirect(made.opportunity or made.account)
    context = {
        "form": form,
        "title": _("Convert %(name)s") % {"name": record},
        "save_label": _("Convert"),
        "cancel_url": record.get_absolute_url(),
        "intro": _("The deal serves “%(strategy)s”. What they said, what they allowed, files and notes go along.")
        % {"strategy": record.strategy or _("no strategy")},
    }
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_POST
@needs("sales.lead.convert")
def lead_convert_undo(request: HttpRequest, lead_id: int) -> HttpResponse:
    undone = undo_conversion(request.actor, lead_id, version=version_sent(request))
    kept = len(undone.kept)
    said = _("The conversion was taken back; what it made is in the bin.")
    if kept:
        said += " " + ngettext(
            "%(n)s record stays: somebody had worked on it.", "%(n)s records stay: somebody had worked on them.", kept
        ) % {"n": kept}
    toast(request, said)
    return redirect(undone.lead)
