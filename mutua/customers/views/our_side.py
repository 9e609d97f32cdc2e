"""Our own side: the departments that touchpoints join with those of customers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mutua.customers.adding import adder
from mutua.customers.forms import DETAIL_FORMS
from mutua.customers.queries.people import departments_of
from mutua.foundation.access import needs
from mutua.foundation.ui.toasts import toast


@require_GET
@needs("customers.account.view")
def our_side(request: HttpRequest) -> HttpResponse:
    departments = departments_of(request.actor, None)
    return render(request, "customers/our_side.html", {"departments": departments})


@require_http_methods(["GET", "POST"])
@needs("customers.account.edit")
def our_department_new(request: HttpRequest) -> HttpResponse:
    form = DETAIL_FORMS["department"](request.actor, request.POST or None)
    if request.method == "POST" and form.carried_out(adder(request.actor, "department", None)):
        toast(request, _("Saved."))
        return redirect("customers:our-side")
    context = {"form": form, "title": _("New department of ours"), "save_label": _("Add"), "cancel_url": reverse("customers:our-side")}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)
