"""What stands in the way at a touchpoint, and what takes it away."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mutua.foundation.access import needs
from mutua.foundation.ui.toasts import toast
from mutua.relationships.actions.close_blockage import close_blockage
from mutua.relationships.blockage_forms import CloseBlockageForm
from mutua.relationships.queries.blockages import blockage_for


@require_http_methods(["GET", "POST"])
@needs("relationships.touchpoint.edit")
def blockage_close(request: HttpRequest, blockage_id: int) -> HttpResponse:
    blockage = blockage_for(request.actor, blockage_id)
    at = blockage.account_touchpoint
    form = CloseBlockageForm(request.actor, blockage, request.POST or None)
    if request.method == "POST" and (closed := form.carried_out(partial(close_blockage, request.actor, blockage_id))):
        words = _("“%(what)s” is closed by %(item)s.") if closed.closed_by else _("“%(what)s” stands in the way again.")
        toast(request, words % {"what": closed.what, "item": closed.closed_by})
        return redirect(at)
    intro = _("A blockage is closed by the roadmap item that takes it away. It stays listed until then, so that nobody plans over it.")
    title = _("What closes it: %(what)s") % {"what": blockage.what}
    context = {"form": form, "title": title, "intro": intro, "cancel_url": at.get_absolute_url()}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)
