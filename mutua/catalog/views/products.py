"""Products: the list, and making and changing one."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mutua.catalog.actions.create_product import create_product
from mutua.catalog.actions.edit_product import edit_product
from mutua.catalog.forms import ProductForm
from mutua.catalog.lists import PRODUCTS
from mutua.catalog.queries.catalogue import product_for
from mutua.foundation.access import may, needs
from mutua.foundation.lists import list_page
from mutua.foundation.records.actions.soft_delete import soft_delete
from mutua.foundation.records.forms import version_sent
from mutua.foundation.ui.toasts import toast


@require_http_methods(["GET", "POST"])
@needs("catalog.product.view")
def products(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, PRODUCTS)


@require_http_methods(["GET", "POST"])
@needs("catalog.product.create")
def product_new(request: HttpRequest) -> HttpResponse:
    form = ProductForm(request.actor, request.POST or None)
    if request.method == "POST" and (made := form.carried_out(partial(create_product, request.actor))):
        toast(request, _("%(name)s was added.") % {"name": made})
        return redirect("catalog:products")
    context = {"form": form, "title": _("New product"), "save_label": _("Add product"), "cancel_url": reverse("catalog:products")}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("catalog.product.view")
def product(request: HttpRequest, product_id: int) -> HttpResponse:
    record = product_for(request.actor, product_id)
    if not may(request.actor, "catalog.product.edit"):
        return render(request, "catalog/product.html", {"product": record})
    form = ProductForm(request.actor, request.POST or None, instance=record)
    if request.method == "POST" and (saved := form.carried_out(partial(edit_product, request.actor, record.pk))):
        toast(request, _("%(name)s was saved.") % {"name": saved})
        return redirect("catalog:products")
    remove = reverse("catalog:product-delete", args=[record.pk]) if may(request.actor, "catalog.product.delete") else ""
    context = {"form": form, "title": record.name, "cancel_url": reverse("catalog:products"), "remove_url": remove}
    return render(request, "catalog/edit.html", context, status=422 if form.errors else 200)


@require_POST
@needs("catalog.product.delete")
def product_delete(request: HttpRequest, product_id: int) -> HttpResponse:
    record = soft_delete(request.actor, product_for(request.actor, product_id), version_sent(request))
    toast(request, _("%(name)s is in the bin.") % {"name": record}, undo=reverse("records:restore", args=["product", record.pk]))
    return redirect("catalog:products")
