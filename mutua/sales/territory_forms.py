"""Forms for territories, who works in them and which accounts they name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mutua.customers.choices import AccountChoice
from mutua.customers.queries.colleagues import colleagues
from mutua.foundation.access import Actor
from mutua.foundation.records.forms import ActForm, RecordForm
from mutua.sales.models import Territory, TerritoryMember
from mutua.sales.queries.territories import territories_seen


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class TerritoryForm(RecordForm):
    """What a territory is called and under which it stands; its rule comes beside the form."""

    class Meta:
        model = Territory
        fields = ("name", "parent")

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        others = territories_seen(actor).exclude(pk=self.instance.pk) if self.instance.pk else territories_seen(actor)
        self.fields["parent"].queryset = others.order_by("name")  # type: ignore[attr-defined]
        self.fields["parent"].empty_label = str(_("None: it stands at the top"))  # type: ignore[attr-defined]


class JoinTerritoryForm(ActForm):
    """Who works there, as what, from when to when."""

    user = forms.ModelChoiceField(queryset=None, label=_("Who"))  # type: ignore[var-annotated]
    role = forms.ChoiceField(label=_("As"), choices=TerritoryMember.Role.choices, initial=TerritoryMember.Role.SELLER)
    since = forms.DateField(label=_("From"), required=False, widget=day_input(), help_text=_("Empty: from ever."))
    until = forms.DateField(label=_("Last day"), required=False, widget=day_input(), help_text=_("Empty: until somebody ends it."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = colleagues()  # type: ignore[attr-defined]


class NameAccountForm(ActForm):
    """One account that lies there by name."""

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"] = AccountChoice(actor, label=_("Account"))
