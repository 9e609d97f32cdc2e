"""The page where an administrator defines and retires custom fields."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mutua.foundation.access import find, needs, visible_to
from mutua.foundation.fields.actions.define_field import COMPUTED, compute, define_field, reword_field
from mutua.foundation.fields.actions.retire_field import bring_field_back, retire_field
from mutua.foundation.fields.defining import FieldForm
from mutua.foundation.fields.kinds import kinds_with_custom_fields
from mutua.foundation.fields.models import CustomField
from mutua.foundation.fields.queries.trying import Tried, rolled_up, tried
from mutua.foundation.records.errors import Refused
from mutua.foundation.ui.toasts import toast


@require_GET
@needs("fields.custom.edit")
def custom_fields_page(request: HttpRequest) -> HttpResponse:
    rows = list(visible_to(request.actor, CustomField.objects.all()))
    groups = [
        (
            kind,
            title,
            [row for row in rows if row.record_kind == kind and row.retired_at is None],
            [row for row in rows if row.record_kind == kind and row.retired_at],
        )
        for kind, title in kinds_with_custom_fields().items()
    ]
    for row in rows:
        row.says = rolled_up(row)  # type: ignore[attr-defined]
    return render(request, "fields/page.html", {"groups": groups})


@require_http_methods(["GET", "POST"])
@needs("fields.custom.edit")
def new_field(request: HttpRequest) -> HttpResponse:
    form = FieldForm(request.POST or None, initial=request.GET.dict() or None)
    if request.method == "POST" and form.is_valid():
        try:
            field = define_field(request.actor, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            toast(request, _("%(label)s was added.") % {"label": field.label})
            return redirect("fields:custom-fields")
    return _form_page(request, form, _("New custom field"), save_label=_("Add field"))


@require_http_methods(["GET", "POST"])
@needs("fields.custom.edit")
def edit_field(request: HttpRequest, field_id: int) -> HttpResponse:
    field = find(visible_to(request.actor, CustomField.objects.all()), pk=field_id)
    form = FieldForm(request.POST or None, initial=request.GET.dict() or None, existing=field)
    if request.method == "POST" and form.is_valid():
        try:
            reword_field(request.actor, field.pk, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            toast(request, _("Saved."))
            return redirect("fields:custom-fields")
    return _form_page(request, form, field.label, field=field)


def _form_page(request: HttpRequest, form: FieldForm, title: str, **more: Any) -> HttpResponse:
    """The page, or its fields alone when a choice asks for others."""
    computed = "formula" in form.fields or "relation" in form.fields
    context = {"form": form, "title": title, "cancel_url": reverse("fields:custom-fields"), "computed": computed, **more}
    template = "fields/_parts.html" if request.method == "GET" and "parts" in request.GET else "fields/form.html"
    return render(request, template, context, status=422 if form.errors else 200)


@require_GET
@needs("fields.custom.edit")
def check(request: HttpRequest) -> HttpResponse:
    """What the formula or roll-up on the form comes to, while it is typed."""
    number = request.GET.get("field", "")
    existing = find(visible_to(request.actor, CustomField.objects.all()), pk=number) if number else None
    form = FieldForm(request.GET, existing=existing)
    form.is_valid()
    said = form.cleaned_data
    problem = next((str(error) for name, errors in form.errors.items() if name not in ("label", "order") for error in errors), "")
    if problem or not (said.get("formula") or said.get("relation")):
        return render(request, "fields/_tried.html", {"tried": Tried(problem=problem)})
    field = existing or CustomField(record_kind=said.get("record_kind", ""), name="this", kind=said.get("kind", ""))
    try:
        compute(field, **{name: said.get(name) or "" for name in COMPUTED}, condition=said.get("condition"))
        outcome = tried(request.actor, field)
    except Refused as refusal:
        outcome = Tried(problem=str(refusal))
    return render(request, "fields/_tried.html", {"tried": outcome})


@require_POST
@needs("fields.custom.edit")
def retire(request: HttpRequest, field_id: int) -> HttpResponse:
    try:
        field = retire_field(request.actor, field_id)
    except Refused as refusal:
        toast(request, str(refusal))
        return redirect("fields:custom-fields")
    toast(
        request,
        _("%(label)s is no longer asked for. Its values are kept.") % {"label": field.label},
        undo=reverse("fields:bring-back", args=[field.pk]),
    )
    return redirect("fields:custom-fields")


@require_POST
@needs("fields.custom.edit")
def bring_back(request: HttpRequest, field_id: int) -> HttpResponse:
    try:
        field = bring_field_back(request.actor, field_id)
    except Refused as refusal:
        toast(request, str(refusal))
        return redirect("fields:custom-fields")
    toast(request, _("%(label)s is asked for again.") % {"label": field.label})
    return redirect("fields:custom-fields")
