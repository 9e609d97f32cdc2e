"""Forms for leads. What is allowed is decided by the actions that they call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mutua.catalog.models import Offering, Product
from mutua.customers.choices import AccountChoice, PersonChoice
from mutua.customers.queries.accounts import accounts_seen
from mutua.customers.queries.colleagues import colleagues
from mutua.customers.queries.people import people_seen
from mutua.foundation.access import Actor, find, visible_to
from mutua.foundation.imports.importer import Like
from mutua.foundation.records.forms import NO_VERSION, ActForm, RecordForm
from mutua.sales.actions.convert_lead import Deal
from mutua.sales.models import Lead, LeadPool
from mutua.sales.queries.converting import accounts_alike, people_alike
from mutua.sales.queries.territories import territories_seen
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


NEW = "new"


class ConvertForm(ActForm):
    """What a lead becomes: for account and person each a new one, one that looks like it, or another one."""

    version = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": NO_VERSION})
    account_is = forms.ChoiceField(label=_("Account"), widget=forms.RadioSelect)
    person_is = forms.ChoiceField(label=_("Person"), widget=forms.RadioSelect)
    with_deal = forms.BooleanField(label=_("Open a deal"), required=False, initial=True)
    name = forms.CharField(
        label=_("Name of the deal"), max_length=200, required=False, help_text=_("Empty: what they ask for, and the account.")
    )
    product: forms.ModelChoiceField = forms.ModelChoiceField(label=_("Product"), queryset=None, required=False)
    amount = forms.DecimalField(
        label=_("Amount"), max_digits=18, decimal_places=2, min_value=0, required=False, help_text=_("Empty: the list price.")
    )
    currency = forms.CharField(label=_("Currency"), max_length=3, required=False)
    expected_on = forms.DateField(
        label=_("Expected to close on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, actor: Actor, lead: Lead, *args: Any, **kwargs: Any) -> None:
        accounts, people = accounts_alike(actor, lead), people_alike(actor, lead)
        initial = {
            "version": lead.version, "account_is": accounts[0].record_id if accounts else NEW, "person_is": people[0].record_id if people else NEW,
            "amount": lead.amount, "currency": lead.currency, "with_deal": True,
        }  # fmt: skip
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.actor = actor
        new_account = (
            _("New: %(name)s") % {"name": lead.organisation} if lead.organisation else _("New: the lead names no organisation yet")
        )
        self.fields["account_is"].choices = [*map(_alike, accounts), (NEW, new_account), ("other", _("Another one"))]  # type: ignore[attr-defined]
        self.fields["other_account"] = AccountChoice(actor, label=_("Which account"), required=False)
        nobody = [("nobody", _("Nobody: the lead names no person"))] if not lead.person_name else []
        new_person = [(NEW, _("New: %(name)s") % {"name": lead.person_name})] if lead.person_name else []
        self.fields["person_is"].choices = [*map(_alike, people), *new_person, *nobody, ("other", _("Another one"))]  # type: ignore[attr-defined]
        if not people and not lead.person_name:
            self.initial["person_is"] = "nobody"
        self.fields["other_person"] = PersonChoice(actor, label=_("Which person"), required=False)
        products = Product.objects.filter(offerings=lead.offering_id) if lead.offering_id else Product.objects.all()
        self.fields["product"].queryset = visible_to(actor, products.order_by("name"))  # type: ignore[attr-defined]
        self.fields["product"].empty_label = str(_("None in particular"))  # type: ignore[attr-defined]
        self.order_fields(["version", "account_is", "other_account", "person_is", "other_person"])

    def clean(self) -> dict[str, Any]:
        sent = super().clean() or self.cleaned_data
        for whose in ("account", "person"):
            if sent.get(f"{whose}_is") == "other" and not sent.get(f"other_{whose}"):
                self.add_error(f"other_{whose}", _("Choose which one."))
        return sent

    def carried_out(self, act: Callable[..., Any]) -> Any:
        def convert(*, version: int, with_deal: bool, **sent: Any) -> Any:
            deal = Deal(**{name: sent[name] for name in ("name", "product", "amount", "currency", "expected_on")}) if with_deal else None
            account = self._chosen(sent, "account", accounts_seen(self.actor))
            person = self._chosen(sent, "person", people_seen(self.actor))
            return act(version=version, account=account, person=person, with_person=sent["person_is"] != "nobody", deal=deal)

        return super().carried_out(convert)

    def _chosen(self, sent: dict[str, Any], whose: str, seen: Any) -> Any:
        choice = sent[f"{whose}_is"]
        if choice == "other":
            return sent[f"other_{whose}"]
        return find(seen, pk=int(choice)) if choice.isdecimal() else None


def _alike(like: Like) -> tuple[str, str]:
    return str(like.record_id), str(_("%(name)s: there already (%(why)s)")) % {"name": like.name, "why": like.why}


class LeadPoolForm(RecordForm):
    class Meta:
        model = LeadPool
        fields = ("territory", "team", "by", "most")

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        self.fields["territory"].queryset = territories_seen(actor).order_by("name")  # type: ignore[attr-defined]
        self.fields["territory"].help_text = _("Its representatives of today take the leads that its rule fits.")
        self.fields["team"].help_text = _("Or a team: its members take what no territory claims.")
        self.fields["most"].help_text = _("Empty: no limit.")
