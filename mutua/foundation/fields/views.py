"""The page where an administrator defines and retires custom fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mutua.foundation.access import find, needs, visible_to
from mutua.foundation.fields.actions.define_field import define_field, reword_field
from mutua.foundation.fields.actions.retire_field import bring_field_back, retire_field
from mutua.foundation.fields.kinds import kinds_with_custom_fields
from mutua.foundation.fields.models import CustomField
from mutua.foundation.records.errors import Refused
from mutua.foundation.ui.toasts import toast


class FieldForm(forms.Form):
    """A field that does not stand yet; an existing one has no kind to choose, since values hang on it."""

    record_kind = forms.ChoiceField(label=gettext_lazy("For"))
    label = forms.CharField(label=gettext_lazy("Label"), max_length=80)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=CustomField.Kind.choices)
    choices = forms.CharField(
        label=gettext_lazy("Choices"),
        help_text=gettext_lazy("One a line, for the kind “choice” only."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    formula = forms.CharField(
        label=gettext_lazy("Formula"),
        help_text=gettext_lazy("For the kind “formula” only, like: round(spend / coalesce(custom.stores, 1), 2)"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )
    order = forms.IntegerField(
        label=gettext_lazy("Place"),
        help_text=gettext_lazy("Fields with a smaller number stand first."),
        min_value=0,
        max_value=999,
        initial=0,
    )

    def __init__(self, *args: Any, existing: CustomField | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if existing is not None:
            is_formula = existing.kind == CustomField.Kind.FORMULA
            del self.fields["record_kind"], self.fields["kind"], self.fields["choices" if is_formula else "formula"]
        else:
            self.fields["record_kind"].choices = list(kinds_with_custom_fields().items())  # type: ignore[attr-defined]

    def clean_choices(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["choices"].splitlines() if line.strip()]


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
    return render(request, "fields/page.html", {"groups": groups})


@require_http_methods(["GET", "POST"])
@needs("fields.custom.edit")
def new_field(request: HttpRequest) -> HttpResponse:
    form = FieldForm(request.POST or None, initial={"record_kind": request.GET.get("kind")})
    if request.method == "POST" and form.is_valid():
        try:
            field = define_field(request.actor, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            toast(request, _("%(label)s is now asked for.") % {"label": field.label})
            return redirect("fields:custom-fields")
    context = {"form": form, "title": _("New custom field"), "save_label": _("Add field"), "cancel_url": reverse("fields:custom-fields")}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("fields.custom.edit")
def edit_field(request: HttpRequest, field_id: int) -> HttpResponse:
    field = find(visible_to(request.actor, CustomField.objects.all()), pk=field_id)
    initial = {"label": field.label, "choices": "\n".join(field.choices), "order": field.order, "formula": field.formula}
    form = FieldForm(request.POST or None, initial=initial, existing=field)
    if request.method == "POST" and form.is_valid():
        try:
            reword_field(request.actor, field.pk, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            toast(request, _("Saved."))
            return redirect("fields:custom-fields")
    context = {"form": form, "title": field.label, "cancel_url": reverse("fields:custom-fields")}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


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
