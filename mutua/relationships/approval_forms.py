"""Forms of approvals: whom to ask, what somebody answers, and who is asked from which budget on."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import Actor
from mutua.foundation.identity.models import User
from mutua.relationships.forms import ActForm
from mutua.relationships.models import PlanCycle
from mutua.relationships.queries.approvals import roles_that_approve, who_may_approve
from mutua.relationships.rules.approving import Answer


class AskForm(ActForm):
    """People who are asked beside those whom the rules name. asked: these, by number."""

    people: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        queryset=None, label=_("Ask also"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, actor: Actor, plan: PlanCycle, asked: Iterable[int | None], data: Any = None) -> None:
        super().__init__(data, initial={"version": plan.version})
        without = [number for number in (actor.user_id, plan.prepared_by_id, *asked) if number is not None]
        self.fields["people"].queryset = who_may_approve(actor).exclude(pk__in=without).order_by("name", "pk")  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        people: list[User] = list(self.cleaned_data["people"])
        return {"version": self.cleaned_data["version"], "user_ids": [one.pk for one in people]}


class AnswerForm(ActForm):
    """The two buttons send the answer."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000, required=False)
    answer = forms.ChoiceField(choices=[(Answer.APPROVED.value, _("Approve")), (Answer.REFUSED.value, _("Send back"))])


class RuleForm(ActForm):
    """A person or a role, and from which budget on."""

    who = forms.ChoiceField(label=_("Who has to approve"))
    from_budget = forms.DecimalField(
        label=_("Plans with a budget of at least"),
        help_text=_("0: every plan. A plan in another currency is always asked about."),
        min_value=0,
        max_digits=18,
        decimal_places=2,
        initial=Decimal(0),
    )
    currency = forms.CharField(label=_("Currency"), max_length=3, min_length=3)

    def __init__(self, actor: Actor, data: Any = None) -> None:
        super().__init__(data, initial={"currency": settings.DEFAULT_CURRENCY})
        del self.fields["version"]
        roles = [(f"role-{role.key}", role.name) for role in roles_that_approve()]
        people = [(f"user-{user.pk}", user.name) for user in who_may_approve(actor).order_by("name", "pk")]
        self.fields["who"].choices = [(_("Anybody with the role"), roles), (_("One person"), people)]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        kind, _dash, which = self.cleaned_data["who"].partition("-")
        who = {"role_key": which} if kind == "role" else {"user_id": int(which)}
        return {**who, "from_budget": self.cleaned_data["from_budget"], "currency": self.cleaned_data["currency"]}
