"""The page on which an administrator hides fields from a role."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mutua.foundation.access import find, needs, visible_to
from mutua.foundation.fields.actions.hide_fields import hide_fields
from mutua.foundation.fields.hiding import hideable_fields
from mutua.foundation.fields.kinds import kinds_with_custom_fields
from mutua.foundation.identity.models import Role
from mutua.foundation.records.forms import ActForm, version_sent
from mutua.foundation.ui.toasts import toast


class GroupField(forms.MultipleChoiceField):
    """The boxes of one kind. None ticked is an answer like any other, not one that was left out."""

    is_set = True


class HiddenFieldsForm(ActForm):
    """One group of boxes a kind of record."""

    def __init__(self, role: Role, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = kinds_with_custom_fields()
        for kind, fields in hideable_fields().items():
            self.fields[kind] = GroupField(
                label=titles.get(kind, kind),
                choices=fields,
                required=False,
                initial=[code for code, _label in fields if code in role.hidden_fields],
                widget=forms.CheckboxSelectMultiple,
            )

    def codes(self) -> list[str]:
        return [code for chosen in self.cleaned_data.values() for code in chosen]


@require_http_methods(["GET", "POST"])
@needs("fields.hidden.edit")
def hidden_fields(request: HttpRequest, role_id: int) -> HttpResponse:
    role = find(visible_to(request.actor, Role.objects.all()), pk=role_id)
    form = HiddenFieldsForm(role, request.POST or None)
    if request.method == "POST":
        version = version_sent(request)
        act = partial(hide_fields, request.actor, role.pk, version=version)
        if form.carried_out(lambda **_values: act(form.codes())):
            toast(request, _("Saved. Whoever has this role sees it at the next page."))
            return redirect("identity:roles")
    context = {
        "form": form,
        "title": _("Fields hidden from %(role)s") % {"role": role.name},
        "intro": _("What is ticked is nowhere to be seen for people with this role: not on pages, in lists, filters, history, exports or the API, and they cannot write it. Another role that shows a field wins."),
        "version": role.version,
        "cancel_url": reverse("identity:roles"),
    }  # fmt: skip
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)
