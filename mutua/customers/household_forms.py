"""Forms for households and who belongs to them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mutua.customers.choices import PersonChoice
from mutua.customers.forms import DETAIL_FORMS, DetailForm, day_input
from mutua.customers.models import Household, HouseholdMember
from mutua.customers.queries.colleagues import colleagues
from mutua.foundation.access import Actor
from mutua.foundation.identity.models import User
from mutua.foundation.records.forms import RecordForm


class HouseholdForm(RecordForm):
    full_width = ("address", "note")

    owner: forms.ModelChoiceField = forms.ModelChoiceField(queryset=User.objects.none(), label=_("Owner"), required=False)

    class Meta:
        model = Household
        fields = ("name", "owner", "address", "note")
        widgets = {"address": forms.Textarea(attrs={"rows": 3}), "note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        self.fields["owner"].queryset = colleagues()  # type: ignore[attr-defined]
        if self.instance.pk is None:
            self.initial = {"owner": actor.user_id, **self.initial}


class HouseholdMemberForm(DetailForm):
    class Meta:
        model = HouseholdMember
        fields = ("role", "since", "until")
        widgets = {"since": day_input(), "until": day_input()}

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        if not self.instance.pk:
            self.fields["person"] = PersonChoice(actor, label=_("Person"))
            self.order_fields(["person"])

    def values(self) -> dict[str, Any]:
        return {**super().values(), **({"person": self.cleaned_data["person"]} if "person" in self.cleaned_data else {})}


DETAIL_FORMS["household-member"] = HouseholdMemberForm
