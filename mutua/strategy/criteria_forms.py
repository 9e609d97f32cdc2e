"""The form for what a version asks of a contact."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mutua.foundation.filters.grammar import WORDS
from mutua.strategy.actions.set_criteria import MOST, Asked
from mutua.strategy.contact_facts import OPERATORS, contact_facts
from mutua.strategy.models import Criterion

_ALL_OPERATORS = dict.fromkeys(op for ops in OPERATORS.values() for op in ops)


class CriterionForm(forms.Form):
    """One question and, where what is known of a contact can answer it, how."""

    question = forms.CharField(max_length=200, required=False, label=_("Question"))
    aspect = forms.ChoiceField(choices=Criterion.Aspect.choices, required=False, label=_("What about"))
    must = forms.BooleanField(required=False, initial=True, label=_("Must"))
    fact = forms.ChoiceField(required=False, label=_("Answered by"))
    op = forms.ChoiceField(required=False, choices=[("", "–"), *((op, WORDS[op]) for op in _ALL_OPERATORS)], label=_("Comparison"))
    value = forms.CharField(max_length=200, required=False, label=_("With"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fact"].choices = [("", _("a person")), *((one.key, one.title) for one in contact_facts())]  # type: ignore[attr-defined]

    def asked(self) -> Asked | None:
        """None for an empty line."""
        sent = self.cleaned_data
        if not sent.get("question"):
            return None
        return Asked(sent["question"], sent["aspect"] or Criterion.Aspect.FIT, sent["must"], sent["fact"], sent["op"], sent["value"])


def stands_in(criterion: Criterion) -> dict[str, Any]:
    """What the form shows of a question that is asked already."""
    condition = criterion.condition
    value = condition.get("value", "")
    return {
        "question": criterion.question, "aspect": criterion.aspect, "must": criterion.must, "fact": condition.get("field", ""),
        "op": condition.get("op", ""), "value": ", ".join(value) if isinstance(value, list) else value,
    }  # fmt: skip


CriterionFormSet = forms.formset_factory(CriterionForm, extra=3, max_num=MOST, absolute_max=MOST + 5)
