"""What people allow: the ledger of one person, recording, withdrawing; and the wordings that they are asked."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mutua.customers.actions.record_consent import record_consent
from mutua.customers.actions.withdraw_consent import withdraw_consent
from mutua.customers.actions.write_wording import write_wording
from mutua.customers.consent_forms import AsOfForm, ConsentForm, WordingForm
from mutua.customers.consent_panel import state_rows
from mutua.customers.queries.consents import SHOWN, ledger_of, wordings
from mutua.customers.queries.people import person_for
from mutua.foundation.access import needs
from mutua.foundation.ui.toasts import toast


@require_GET
@needs("customers.person.view")
def consents(request: HttpRequest, person_id: int) -> HttpResponse:
    person, chosen = person_for(request.actor, person_id), AsOfForm(request.GET or None)
    as_of = chosen.moment()
    entries = ledger_of(request.actor, person)
    if as_of is not None:
        entries = entries.filter(at__lte=as_of, recorded_at__lte=as_of)
    context = {
        "person": person,
        "entries": entries[:SHOWN],
        "state": state_rows(request.actor, person, as_of),
        "chosen": chosen,
        "as_of": as_of,
    }
    return render(request, "customers/consents/ledger.html", context)


@require_http_methods(["GET", "POST"])
@needs("customers.consent.record")
def consent_new(request: HttpRequest, person_id: int) -> HttpResponse:
    person = person_for(request.actor, person_id)
    form = ConsentForm(request.POST or None)
    if request.method == "POST" and form.carried_out(partial(record_consent, request.actor, person)):
        toast(request, _("Recorded."))
        return redirect("customers:consents", person.pk)
    context = {
        "form": form, "title": _("%(person)s: what they said") % {"person": person}, "save_label": _("Record it"), "two_columns": True,
        "cancel_url": reverse("customers:consents", args=[person.pk]), "intro": _("What is recorded here stays for ever; a mistake is put right by a new entry."),
    }  # fmt: skip
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_POST
@needs("customers.consent.record")
def consent_withdraw(request: HttpRequest, person_id: int) -> HttpResponse:
    """purpose, channel: which; without them all."""
    sent = {name: request.POST.get(name, "") for name in ("purpose", "channel")}
    written = withdraw_consent(request.actor, person_id, **sent)
    said = ngettext(
        "%(n)s consent was withdrawn. It holds from now on.", "%(n)s consents were withdrawn. It holds from now on.", len(written)
    )
    toast(request, said % {"n": len(written)} if written else _("Nothing was left to withdraw."))
    return redirect("customers:consents", person_id)


@require_GET
@needs("customers.person.view")
def wording_list(request: HttpRequest) -> HttpResponse:
    return render(request, "customers/consents/wordings.html", {"wordings": wordings()[:SHOWN]})


@require_http_methods(["GET", "POST"])
@needs("customers.wording.write")
def wording_new(request: HttpRequest) -> HttpResponse:
    form = WordingForm(request.POST or None)
    if request.method == "POST" and (made := form.carried_out(partial(write_wording, request.actor))):
        toast(request, _("%(wording)s was written.") % {"wording": made})
        return redirect("customers:wordings")
    context = {
        "form": form, "title": _("New wording"), "save_label": _("Write it"), "cancel_url": reverse("customers:wordings"),
        "intro": _("It becomes the next version. What people read before stays as it was."),
    }  # fmt: skip
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)
