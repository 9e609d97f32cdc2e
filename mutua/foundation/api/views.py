"""The page on which a person makes and revokes keys."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from mutua.foundation.access import Actor, needs, visible_to
from mutua.foundation.access.policies import declared
from mutua.foundation.api.actions.make_key import make_key
from mutua.foundation.api.actions.revoke_key import revoke_key
from mutua.foundation.api.models import ApiKey
from mutua.foundation.records.errors import Refused
from mutua.foundation.ui.toasts import toast


class KeyForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("What it is for"), max_length=80)
    expires_on = forms.DateField(label=gettext_lazy("Ends on"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    scopes = forms.MultipleChoiceField(label=gettext_lazy("What it may do"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = [one for code, one in sorted(declared().items()) if actor.is_administrator or code in actor.permissions]
        self.fields["scopes"].choices = [(one.code, f"{one.sentence} ({one.code})") for one in mine]  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@needs("api.key.manage")
def keys(request: HttpRequest) -> HttpResponse:
    form = KeyForm(request.actor, request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        try:
            _key, secret = make_key(request.actor, **form.cleaned_data)
            form = KeyForm(request.actor)
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
    mine = visible_to(request.actor, ApiKey.objects.filter(user=request.actor.user_id))
    answer = render(request, "api/keys.html", {"form": form, "secret": secret, "keys": mine[:100]}, status=422 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@needs("api.key.manage")
def key_revoke(request: HttpRequest, key_id: int) -> HttpResponse:
    key = revoke_key(request.actor, key_id)
    toast(request, _("%(name)s is revoked: the next request with it is refused.") % {"name": key})
    return redirect("api:keys")
