from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation.fields.models import CustomField
from mutua.foundation.fields.registry import fields_of
from mutua.foundation.filters import FilterError, apply_filter, describe

TODAY = date(2026, 3, 1)


def names(tree):
    return sorted(apply_filter(Account.objects.all(), "account", tree, today=TODAY).values_list("name", flat=True))


@pytest.fixture
def three(cast):
    make_account(name="Alder", country="Zambia", spend_per_year=Decimal("100"))
    make_account(name="Brightwater", country="Nigeria", spend_per_year=Decimal("250.50"))
    make_account(name="Castell", country="", spend_per_year=None)


def leaf(field, op, value=None):
    return {"field": field, "op": op, "value": value}


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (leaf("country", "is", "Zambia"), ["Alder"]),
        (leaf("country", "is_not", "Zambia"), ["Brightwater", "Castell"]),
        (leaf("country", "in", ["Zambia", "Nigeria"]), ["Alder", "Brightwater"]),
        (leaf("country", "empty"), ["Castell"]),
        (leaf("name", "contains", "RIGHT"), ["Brightwater"]),
        (leaf("spend", "gte", "250.5"), ["Brightwater"]),
        (leaf("spend", "between", [100, 200]), ["Alder"]),
        (leaf("spend", "empty"), ["Castell"]),
        ({"not": leaf("spend", "gt", 150)}, ["Alder", "Castell"]),
        ({"any": [leaf("country", "is", "Zambia"), leaf("spend", "gt", 200)]}, ["Alder", "Brightwater"]),
        ({"all": [{"not": leaf("country", "empty")}, {"not": {"any": [leaf("country", "is", "Zambia")]}}]}, ["Brightwater"]),
        ({"all": []}, ["Alder", "Brightwater", "Castell"]),
        ({"any": []}, []),
    ],
)
def test_it_means_what_it_says_and_a_missing_value_compares_as_false(three, tree, expected):
    assert names(tree) == expected


def test_a_custom_field_is_compared_as_its_kind(cast):
    CustomField.objects.create(record_kind="account", name="stores", label="Stores", kind="number")
    make_account(name="Nine", custom={"stores": "9"})
    make_account(name="Ten", custom={"stores": "10"})
    make_account(name="Unknown", custom={})
    assert names(leaf("custom.stores", "gt", 9)) == ["Ten"]
    assert names({"not": leaf("custom.stores", "gt", 9)}) == ["Nine", "Unknown"]


@pytest.mark.parametrize(
    ("tree", "sentence"),
    [
        (leaf("pg_shadow", "is", "x"), "no field"),
        (leaf("country", "explode", "x"), "cannot be compared"),
        (leaf("spend", "gt", "1; drop table"), "is not a value"),
        (leaf("spend", "gt", "NaN"), "is not a value"),
        (leaf("country", "is", "a\x00b"), "is not a value"),
        (leaf("country", "is", "a\ud800"), "is not a value"),
        (leaf("spend", "gt", "1e400000"), "is not a value"),
        (leaf("owner", "is", float("inf")), "is not a value"),
        (leaf("created", "within_last", "99999y"), "further than the calendar"),
        (leaf("country", "is", {"a": 1}), "is not a value"),
        (leaf("country", "in", []), "at least one"),
        (leaf("spend", "between", [1]), "two values"),
        ({"all": [], "any": []}, "object with"),
        ({"all": {}}, "takes a list"),
        ([], "object with"),
        ({}, "object with"),
        ({"field": "country", "op": "is", "value": "x", "within": "90d"}, "Only a roll-up"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(cast, tree, sentence):
    with pytest.raises(FilterError, match=sentence):
        list(apply_filter(Account.objects.all(), "account", tree or {"x": 1}, today=TODAY))


def test_a_filter_nested_too_deep_is_refused(cast):
    tree = leaf("country", "is", "Zambia")
    for _ in range(12):
        tree = {"not": tree}
    with pytest.raises(FilterError, match="nested"):
        apply_filter(Account.objects.all(), "account", tree)


def test_a_filter_reads_as_a_sentence(cast):
    tree = {"all": [leaf("country", "is", "Zambia"), {"any": [leaf("tier", "is", 1), leaf("spend", "gte", 100)]}]}
    sentence = describe(tree, fields_of("account"))
    assert " and (" in sentence
    assert "Zambia" in sentence
    assert sentence.count(" or ") == 1
