"""Defining and retiring custom fields."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from mutua.foundation.access import NotAllowed
from mutua.foundation.fields.actions.define_field import define_field
from mutua.foundation.fields.actions.retire_field import retire_field
from mutua.foundation.fields.models import MOST_PER_KIND, CustomField
from mutua.foundation.fields.registry import custom_fields
from mutua.foundation.records.errors import Refused
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db


def test_only_an_administrator_defines_fields(cast):
    with pytest.raises(NotAllowed), nothing_changes():
        define_field(cast.ada, record_kind="account", label="Stores", kind="number")


def test_a_field_gets_its_name_from_its_label(cast):
    field = define_field(cast.root, record_kind="account", label="Number of stores", kind="number")
    assert field.name == "number_of_stores"
    assert list(custom_fields("account")) == ["number_of_stores"]


@pytest.mark.parametrize(
    "values",
    [
        {"label": "!!!"},
        {"record_kind": "planet"},
        {"kind": "choice"},
        {"kind": "choice", "choices": ["a", "a"]},
        {"label": "Taken"},
    ],
)
def test_what_cannot_be_a_field_is_refused(cast, values):
    define_field(cast.root, record_kind="account", label="Taken", kind="text")
    with pytest.raises(Refused), nothing_changes():
        define_field(cast.root, **{"record_kind": "account", "label": "Stores", "kind": "number", **values})


def test_the_hundred_and_first_field_is_refused(cast):
    CustomField.objects.bulk_create(
        [CustomField(record_kind="account", name=f"f{n}", label=str(n), kind="text") for n in range(MOST_PER_KIND)]
    )
    with pytest.raises(Refused, match="Retire one"), nothing_changes():
        define_field(cast.root, record_kind="account", label="Stores", kind="number")


def test_a_retired_field_is_not_asked_for_and_comes_back(cast):
    field = define_field(cast.root, record_kind="account", label="Stores", kind="number")
    retire_field(cast.root, field.pk)
    assert not custom_fields("account")
    assert define_field(cast.root, record_kind="account", label="Stores", kind="number").pk == field.pk
    assert list(custom_fields("account")) == ["stores"]


def test_the_settings_page_defines_rewords_retires_and_brings_back(cast):
    client = Client()
    client.force_login(cast.users["root"])
    client.post(reverse("fields:new"), {"record_kind": "person", "label": "Likes", "kind": "choice", "choices": "Tea\nCoffee", "order": 1})
    field = CustomField.objects.get()
    client.post(reverse("fields:edit", args=[field.pk]), {"label": "Drinks", "choices": "Tea\nMate", "order": 1})
    assert "Tea, Mate" in client.get(reverse("fields:custom-fields")).content.decode()
    client.post(reverse("fields:retire", args=[field.pk]))
    assert not custom_fields("person")
    client.post(reverse("fields:bring-back", args=[field.pk]))
    assert custom_fields("person")["likes"].label == "Drinks"
