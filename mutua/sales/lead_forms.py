"""Forms for leads. What is allowed is decided by the actions that they call."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mutua.catalog.models import Offering
from mutua.customers.queries.colleagues import colleagues
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.records.forms import NO_VERSION, ActForm, RecordForm
from mutua.sales.models import Lead
from mutua.strategy.models import Criterion
from mutua.strategy.queries.criteria import criteria_in_force
from mutua.strategy.queries.serving import strategies_active


class LeadForm(RecordForm):
    full_width = ("message",)

    class Meta:
        model = Lead
        fields = (
            "organisation", "website", "given_name", "family_name", "job_title", "mail", "phone", "country", "industry", "employees", "offering", "amount",
            "currency", "came_by", "owner", "strategy", "message",
        )  # fmt: skip
        widgets = {"message": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        self.fields["offering"].queryset = visible_to(actor, Offering.objects.order_by("sort_key"))  # type: ignore[attr-defined]
        self.fields["owner"].queryset = colleagues()  # type: ignore[attr-defined]
        self.fields["strategy"].queryset = strategies_active().order_by("name")  # type: ignore[attr-defined]
        self.fields["strategy"].empty_label = str(_("As what is known of it says"))  # type: ignore[attr-defined]
        self.fields["came_by"].help_text = _("Web form, recommendation, fair, call: the word that you use for it.")
        self.fields["currency"].help_text = _("The code, such as USD.")
        if self.instance.pk is None:
            self.initial["owner"] = actor.user_id
        elif self.instance.strategy_inferred:
            self.initial["strategy"] = None

    def values(self) -> dict[str, Any]:
        values = super().values()
        inferred = self.instance.pk is None or self.instance.strategy_inferred or self.instance.strategy_id is None
        if values.get("strategy") is None and inferred:
            values.pop("strategy", None)  # nobody chose: it is inferred
        return values


class DisqualifyForm(ActForm):
    version = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": NO_VERSION})
    failed: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("What it does not fulfil"), queryset=None, required=False, empty_label=_("Something else, in your words")
    )
    reason = forms.CharField(
        label=_("Why"), max_length=300, required=False, help_text=_("No need, no budget, not whom we serve: the strategy learns from it.")
    )

    def __init__(self, lead: Lead, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = criteria_in_force([lead.strategy_id]).get(lead.strategy_id, [])
        self.fields["failed"].queryset = Criterion.objects.filter(pk__in=[one.pk for one in asked])  # type: ignore[attr-defined]
        if not asked:
            del self.fields["failed"]
            self.fields["reason"].required = True
