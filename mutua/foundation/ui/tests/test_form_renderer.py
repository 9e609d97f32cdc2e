"""A control that is drawn by hand reads as Django's own template would have written it."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe

from mutua.foundation.ui.form_renderer import FormRenderer

HOSTILE = '<b onclick="x()">\'&amp;'
CHOICES = [
    ("", "—"),
    ("a", HOSTILE),
    (7, 7),
    (HOSTILE, mark_safe("<i>safe</i>")),
    (None, "none"),
    ("Group <1>", [("g", "In a group"), ("h", "Too")]),
]


def without_space(html: str) -> str:
    return re.sub(r">\s+<", "><", html.strip())


@pytest.mark.parametrize("widget", [forms.Select, forms.SelectMultiple, forms.NullBooleanSelect])
@pytest.mark.parametrize("attrs", [{}, {"class": "form-select", "required": True, "disabled": False, "data-x": HOSTILE}])
def test_it_reads_as_django_would_have_written_it(widget: type[forms.Select], attrs: dict[str, object]) -> None:
    select = widget(attrs=attrs) if widget is forms.NullBooleanSelect else widget(attrs=attrs, choices=CHOICES)
    for value in (None, "", "a", 7, HOSTILE, *([["a", "h"]] if widget is forms.SelectMultiple else [])):
        ours, theirs = (select.render("name", value, renderer=renderer) for renderer in (FormRenderer(), DjangoTemplates()))
        assert without_space(ours) == without_space(theirs)


PLAIN = [
    forms.DateTimeInput, forms.FileInput, forms.PasswordInput, forms.TextInput, forms.TimeInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.HiddenInput, forms.DateInput, forms.CheckboxInput, forms.Textarea,
]  # fmt: skip


@pytest.mark.parametrize("widget", PLAIN)
def test_a_plain_control_reads_as_django_would_have_written_it(widget: type[forms.Widget]) -> None:
    for attrs in ({}, {"class": "form-control", "required": True, "disabled": False, "data-x": HOSTILE}):
        for value in (None, "", "a", 7, 0, True, False, HOSTILE, mark_safe("<i>safe</i>"), "one\n\ntwo"):
            ours, theirs = (
                widget(attrs=attrs).render("na<me", value, renderer=renderer) for renderer in (FormRenderer(), DjangoTemplates())
            )
            assert ours.strip() == theirs.strip(), (value, attrs)


@pytest.mark.parametrize("widget", [forms.RadioSelect, forms.CheckboxSelectMultiple])
def test_a_button_or_box_of_several_reads_as_django_would_have_written_it(widget: type[forms.ChoiceWidget]) -> None:
    class Form(forms.Form):
        asked = forms.ChoiceField(choices=CHOICES, widget=widget(attrs={"data-x": HOSTILE}))

    for within_label in (False, True):
        for auto_id in ("id_%s", False):
            ours, theirs = (
                [
                    choice.tag(wrap_label=within_label).strip()
                    for choice in Form({"asked": ["a"]}, auto_id=auto_id, renderer=renderer)["asked"]
                ]
                for renderer in (FormRenderer(), DjangoTemplates())
            )
            assert len(ours) == 7
            assert ours == theirs


class Spoken(forms.Select):
    option_template_name = "django/forms/widgets/checkbox_option.html"


def test_a_widget_with_an_option_of_its_own_keeps_it() -> None:
    assert "<label" in Spoken(choices=CHOICES).render("name", "a", renderer=FormRenderer())
