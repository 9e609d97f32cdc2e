"""The form by which web forms are composed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mutua.catalog.models import Offering
from mutua.customers.queries.consents import wordings
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.records.forms import RecordForm
from mutua.portals.models import WebForm


class WebFormForm(RecordForm):
    asks = forms.MultipleChoiceField(
        label=_("Asks for"),
        choices=WebForm.Asks.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Beside the mail address, which it always asks for."),
    )

    class Meta:
        model = WebForm
        fields = ("name", "title", "asks", "offering", "wording", "thanks", "double_opt_in", "open")

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        self.fields["offering"].queryset = visible_to(actor, Offering.objects.order_by("sort_key"))  # type: ignore[attr-defined]
        self.fields["wording"].queryset = wordings()  # type: ignore[attr-defined]
        self.fields["wording"].help_text = _(
            "The sentence that a box says yes to; it is never ticked beforehand. Write it under People, Wordings."
        )
        self.fields["name"].help_text = _("For us: where it stands, such as “Contact page”.")
        self.fields["title"].help_text = _("For them: what stands above it.")
        self.fields["double_opt_in"].help_text = _("Whoever fills it in gets a mail and presses a button; only then it is a lead.")
        if self.instance.pk is None:
            self.initial.setdefault("asks", ["organisation", "given_name", "family_name", "message"])
            self.initial.setdefault("thanks", str(_("Thank you. We answer within two working days.")))
