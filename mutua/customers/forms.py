"""Forms for accounts, people and what hangs on them."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from mutua.customers.choices import AccountChoice, PersonChoice
from mutua.customers.models import (
    Account,
    Affiliation,
    Assignment,
    ContactPoint,
    Department,
    Household,
    Identifier,
    Need,
    Person,
    TradingLink,
    ValueRating,
)
from mutua.customers.queries.colleagues import colleagues
from mutua.customers.queries.people import departments_of
from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.foundation.access.hidden import hidden_keys
from mutua.foundation.identity.models import User
from mutua.foundation.records.forms import ActForm, Lines, RecordForm

__all__ = ["DETAIL_FORMS", "AccountChoice", "AccountForm", "AssignForm", "PersonChoice", "PersonForm"]


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AccountForm(RecordForm):
    full_width = ("name", "roles", "note")

    trading_names = Lines(label=_("Trading names"), help_text=_("One a line."), required=False)
    roles = forms.MultipleChoiceField(label=_("Roles"), choices=Account.Role.choices, widget=forms.CheckboxSelectMultiple)
    owner: forms.ModelChoiceField = forms.ModelChoiceField(queryset=User.objects.none(), label=_("Owner"), required=False)

    class Meta:
        model = Account
        fields = (
            "name", "trading_names", "roles", "parent", "owner", "tier", "industry", "country", "currency", "spend_per_year", "category_spend",
            "website", "note",
        )  # fmt: skip
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        self.fields["owner"].queryset = colleagues()  # type: ignore[attr-defined]
        self.fields["parent"] = AccountChoice(actor, label=_("Parent account"), required=False)
        self.fields["currency"].help_text = _("The code, such as USD.")
        if "tier" in self.fields:
            self.fields["tier"].choices = [("", _("No tier")), *Account.Tier.choices]  # type: ignore[attr-defined]
        if self.instance.pk is None:
            self.initial = {"owner": actor.user_id, "roles": [Account.Role.PROSPECT], **self.initial}


class PersonForm(RecordForm):
    full_width = ("note",)

    languages = Lines(label=_("Languages"), help_text=_("One a line, the best first."), required=False)
    time_zone = forms.CharField(label=_("Time zone"), help_text=_("For example Africa/Lusaka."), required=False)
    owner: forms.ModelChoiceField = forms.ModelChoiceField(queryset=User.objects.none(), label=_("Owner"), required=False)

    class Meta:
        model = Person
        fields = ("given_name", "family_name", "languages", "time_zone", "owner", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        self.fields["owner"].queryset = colleagues()  # type: ignore[attr-defined]
        if self.instance.pk is None:
            self.initial["owner"] = actor.user_id
            self._ask_for_the_rest(actor)

    def clean_time_zone(self) -> str:
        zone = self.cleaned_data["time_zone"]
        if zone and zone not in available_timezones():
            raise forms.ValidationError(_("There is no time zone called “%(zone)s”. Write it like Africa/Lusaka."), params={"zone": zone})
        return str(zone)

    def values(self) -> dict[str, Any]:
        return {**super().values(), **{name: self.cleaned_data[name] for name in self._REST if name in self.cleaned_data}}

    _REST = ("account", "job_title", "mail", "phone")

    def _ask_for_the_rest(self, actor: Actor) -> None:
        """Whoever enters a person has the card in hand: where they work and how to reach them."""
        self.fields["account"] = AccountChoice(actor, label=_("Works for"), required=False)
        self.fields["job_title"] = forms.CharField(label=_("Job title"), max_length=120, required=False)
        self.fields["mail"] = forms.CharField(label=_("Mail"), max_length=254, required=False)
        self.fields["phone"] = forms.CharField(label=_("Telephone"), max_length=60, required=False)
        for unseen in hidden_keys(actor, "person") & {"mail", "phone"}:
            del self.fields[unseen]
        self.order_fields(["given_name", "family_name", *self._REST])


class DetailForm(RecordForm):
    """A form for something that hangs on `party`: an account, a person, or nothing for what is our own."""

    def __init__(self, actor: Actor, *args: Any, party: Account | Person | Household | None = None, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        self.party = party


class DepartmentForm(DetailForm):
    class Meta:
        model = Department
        fields = ("name", "function")


class AssignmentForm(DetailForm):
    class Meta:
        model = Assignment
        fields = ("user", "department", "duty")

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        self.fields["department"].queryset = departments_of(actor, None)  # type: ignore[attr-defined]
        if self.instance.pk:
            del self.fields["user"]
        else:
            self.fields["user"].queryset = colleagues()  # type: ignore[attr-defined]


class AffiliationForm(DetailForm):
    class Meta:
        model = Affiliation
        fields = ("department", "job_title", "buying_role", "since", "until")
        widgets = {"since": day_input(), "until": day_input()}

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        at_account = self.instance.account if self.instance.pk else self.party
        if isinstance(at_account, Account):
            self.fields["department"].queryset = departments_of(actor, at_account)  # type: ignore[attr-defined]
        else:
            del self.fields["department"]
        if not self.instance.pk:
            other = (
                PersonChoice(actor, label=_("Person")) if isinstance(at_account, Account) else AccountChoice(actor, label=_("Works for"))
            )
            self.fields["other"] = other
            self.order_fields(["other"])

    def values(self) -> dict[str, Any]:
        return {**super().values(), **({"other": self.cleaned_data["other"]} if "other" in self.cleaned_data else {})}


class ContactPointForm(DetailForm):
    class Meta:
        model = ContactPoint
        fields = ("kind", "value", "preferred", "verified", "bounced")

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        for name in ("kind",) if self.instance.pk else ("verified", "bounced"):
            del self.fields[name]
        if "kind" in self.fields:
            unseen = hidden_keys(actor, "person" if isinstance(self.party, Person) else "account")
            self.fields["kind"].choices = [one for one in self.fields["kind"].choices if one[0] not in unseen]  # type: ignore[attr-defined]


class NeedForm(DetailForm):
    class Meta:
        model = Need
        fields = ("words", "importance", "satisfaction", "satisfied_by", "origin", "noted_on", "closed_on")
        widgets = {"noted_on": day_input(), "closed_on": day_input(), "words": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        self.initial.setdefault("noted_on", days.today())
        if not self.instance.pk:
            del self.fields["closed_on"]


class IdentifierForm(DetailForm):
    class Meta:
        model = Identifier
        fields = ("system", "kind", "value")


class ValueRatingForm(DetailForm):
    class Meta:
        model = ValueRating
        fields = ("component", "ours", "next_best", "next_best_name", "rated_on", "origin")
        widgets = {"rated_on": day_input()}

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        self.initial.setdefault("rated_on", days.today())


class TradingLinkForm(DetailForm):
    direction = forms.ChoiceField(
        label=_("Goods go"), choices=[("from", _("from the partner to this account")), ("to", _("from this account to the partner"))]
    )

    class Meta:
        model = TradingLink
        fields = ("kind", "value_per_year", "currency")

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        if self.instance.pk:
            del self.fields["direction"]
        else:
            self.fields["partner"] = AccountChoice(actor, label=_("Partner"))
            self.order_fields(["partner", "direction"])

    def values(self) -> dict[str, Any]:
        return {**super().values(), **{name: self.cleaned_data[name] for name in ("partner", "direction") if name in self.cleaned_data}}


DETAIL_FORMS: dict[str, type[DetailForm]] = {
    "department": DepartmentForm,
    "assignment": AssignmentForm,
    "affiliation": AffiliationForm,
    "contact-point": ContactPointForm,
    "need": NeedForm,
    "identifier": IdentifierForm,
    "value-rating": ValueRatingForm,
    "trading-link": TradingLinkForm,
}


class MoveForm(ActForm):
    """Where somebody works now who no longer works there, and since when."""

    on = forms.DateField(label=_("First day elsewhere"), widget=day_input())
    job_title = forms.CharField(label=_("Job title there"), max_length=120, required=False)
    buying_role = forms.ChoiceField(label=_("Part in buying"), choices=Affiliation.BuyingRole.choices, required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"] = AccountChoice(actor, label=_("Works now for"), required=False)
        self.order_fields(["to", "on"])
        self.initial.setdefault("on", days.today())


class AssignForm(forms.Form):
    """Who is to own the chosen records."""

    owner: forms.ModelChoiceField = forms.ModelChoiceField(queryset=User.objects.none(), label=_("New owner"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = colleagues()  # type: ignore[attr-defined]
