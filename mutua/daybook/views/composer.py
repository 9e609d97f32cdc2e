"""Noting what happened, without leaving the page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mutua.customers.queries.accounts import account_for
from mutua.daybook.actions.correct_touchpoint import correct_touchpoint
from mutua.daybook.composing import composer_for, write_down
from mutua.daybook.models import Interaction
from mutua.foundation.access import needs
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.forms import version_sent
from mutua.foundation.timeline import entries_for
from mutua.foundation.ui.toasts import toast


@require_POST
@needs("daybook.interaction.create")
def compose(request: HttpRequest, account_id: int) -> HttpResponse:
    """htmx: the box, empty again, and the timeline with what was written; without a script: back to the page."""
    account = account_for(request.actor, account_id)
    form = composer_for(request.actor, account, request.POST)
    written = None
    if form.is_valid():
        try:
            written = write_down(request.actor, account, form)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else "body", str(refusal))
    if written is not None and not request.htmx:
        toast(request, _("Noted.") if isinstance(written, Interaction) else _("Promised."))
        return redirect(account)
    context = {
        "record": account,
        "form": form if written is None else composer_for(request.actor, account),
        "written": written,
        "noted": isinstance(written, Interaction),
        "page": entries_for(request.actor, "account", account.pk) if written else None,
    }
    return render(request, "daybook/composer/_composed.html", context, status=200 if written else 422)


@require_POST
@needs("daybook.interaction.edit")
def correct(request: HttpRequest, interaction_id: int) -> HttpResponse:
    interaction = correct_touchpoint(request.actor, interaction_id, request.POST.get("touchpoint", ""), version=version_sent(request))
    toast(request, _("It happened at %(touchpoint)s.") % {"touchpoint": interaction.touchpoint})
    return redirect(interaction.account)
