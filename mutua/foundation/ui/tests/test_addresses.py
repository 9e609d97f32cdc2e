"""`{% url %}` draws what Django's own would."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch

CASES: tuple[tuple[str, dict[str, Any]], ...] = (
    ('{% url "customers:accounts" %}', {}),
    ('{% url "customers:account" number %}', {"number": 7}),
    ('{% url "customers:account" number %}', {"number": "7"}),
    ("{% url name number %}", {"name": "customers:person", "number": 2**40}),
    ('{% url "customers:account" account_id=number %}', {"number": 7}),
    ('{% url "customers:account-tab" number "people" %}', {"number": 7}),
    ('{% url "customers:account" number as address %}[{{ address }}]', {"number": 7}),
    ('{% url "customers:account" number as address %}[{{ address }}]', {"number": None}),
)


@pytest.mark.parametrize(("text", "values"), CASES)
def test_it_is_the_address_that_django_draws(text: str, values: dict[str, Any]) -> None:
    ours, djangos = (Template(start + text).render(Context(values)) for start in ("{% load mutua %}", ""))
    assert ours == djangos


@pytest.mark.parametrize(("text", "values"), [('{% url "no-such:page" %}', {}), ('{% url "customers:account" number %}', {"number": -1})])
def test_what_leads_nowhere_is_an_error_as_ever(text: str, values: dict[str, Any]) -> None:
    with pytest.raises(NoReverseMatch):
        Template("{% load mutua %}" + text).render(Context(values))
