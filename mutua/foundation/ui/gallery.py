"""Example values for the page that shows every part; they stand for nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from mutua.foundation.days import now, today
from mutua.foundation.ui.drawing import Scale, band, path, ticks
from mutua.foundation.ui.formats import number
from mutua.foundation.ui.tabs import Tab


class ExampleForm(forms.Form):
    """One of each control, one of them wrong."""

    name = forms.CharField(label=_("Name"), help_text=_("As the customer writes it."))
    mail = forms.EmailField(label=_("Mail address"))
    kind = forms.ChoiceField(label=_("Role"), choices=[("customer", _("Customer")), ("supplier", _("Supplier"))])
    since = forms.DateField(label=_("Since"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    story = forms.CharField(label=_("What happened"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    side = forms.ChoiceField(label=_("Who did it"), choices=[("us", _("We")), ("them", _("They"))], widget=forms.RadioSelect)
    agree = forms.BooleanField(label=_("Both sides have seen it"), required=False, help_text=_("Their name and the day are kept."))


@dataclass(frozen=True)
class Work:
    title: str
    done: int
    total: int
    state: str
    message: str = ""


def examples() -> dict[str, Any]:
    form = ExampleForm({"name": "Alder Markets", "mail": "mia@alder", "kind": "customer", "side": "us"})
    form.is_valid()
    return {
        "form": form,
        "tabs": [
            Tab(_("All"), "#all", count="≈ 128"),
            Tab(_("Mine"), "#mine", current=True, count=14, icon="users"),
            Tab(_("Out of tolerance"), "#out", count=11),
        ],
        "amount": Decimal("30912400"),
        "small_amount": Decimal("1234.5"),
        "today": today(),
        "a_while": now() - timedelta(hours=5),
        "trend": [0.92, 0.9, None, 0.55, 0.71, 0.76, 0.69, 0.88, 0.65],
        "work": Work(_("Importing deliveries"), 6420, 10324, "paused", _("About 12 s left")),
        "steps": [
            (_("Say it"), _("Three sentences.")),
            (_("Choose levers"), _("Eight or ten out of dozens.")),
            (_("Set break-even"), _("So that the review can decide.")),
        ],
        **_review(),
    }


def _review() -> dict[str, Any]:
    weeks = list(range(2, 31, 2))
    across, up = Scale(2, 30, 44, 620), Scale(-4, 8, 200, 12)
    middle = [3.0 - 0.9 * (1 - 2 / week) for week in weeks]
    width = [8.6 / week**0.5 for week in weeks]
    low = [(across(w), up(max(-4, m - d))) for w, m, d in zip(weeks, middle, width, strict=True)]
    high = [(across(w), up(min(8, m + d))) for w, m, d in zip(weeks, middle, width, strict=True)]
    return {
        "band": band(low, high),
        "line": path([(across(w), up(m)) for w, m in zip(weeks, middle, strict=True)]),
        "y_ticks": [(up(tick), number(tick)) for tick in ticks(-4, 8, 6)],
        "x_ticks": [(across(tick), number(tick)) for tick in ticks(2, 30, 6)],
        "plan_y": up(4.0),
        "even_y": up(1.0),
        "table": {"columns": [_("Week"), _("Estimate")], "rows": [(w, number(m, 2)) for w, m in zip(weeks, middle, strict=True)]},
    }
