"""The form for the weights of the board."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from mutua.foundation.records.forms import NO_VERSION, ActForm
from mutua.strategy.board_showing import TITLES
from mutua.strategy.queries.board_figures import ATTRACTIVENESS, CRITERIA, STRENGTH, Weights


class WeightsForm(ActForm):
    """How much each criterion weighs, 0 to 100, and why."""

    def __init__(self, weights: Weights, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in CRITERIA:
            self.fields[key] = forms.IntegerField(min_value=0, max_value=100, label=TITLES[key], initial=weights.weights[key])
        self.fields["reason"] = forms.CharField(
            max_length=300,
            label=gettext_lazy("Why"),
            error_messages={"required": gettext_lazy("Say why: the order of the cells hangs on it. Nothing was saved.")},
        )
        self.fields["version"] = forms.IntegerField(
            widget=forms.HiddenInput, initial=weights.number, error_messages={"required": NO_VERSION}
        )

    def seen(self, number: int) -> None:
        """The weights of this number stand below the form now: whoever saves again has seen them."""
        if self.is_bound and str(number) != self.data.get("version"):
            self.data = {**self.data.dict(), "version": number}  # type: ignore[attr-defined, assignment]

    @property
    def axes(self) -> list[tuple[Any, list[Any]]]:
        """The weights of each axis under its name."""
        axes = ((gettext_lazy("Attractiveness"), ATTRACTIVENESS), (gettext_lazy("Our strength"), STRENGTH))
        return [(title, [self[key] for key in keys]) for title, keys in axes]

    def carried_out(self, act: Callable[..., Any]) -> Any:
        def apart(*, reason: str, version: int, **weights: int) -> Any:
            return act(weights, reason=reason, version=version)

        return super().carried_out(apart)
