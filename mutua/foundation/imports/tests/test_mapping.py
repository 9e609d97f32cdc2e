"""Mappings say what they mean, and what is wrong with them."""

from __future__ import annotations

from typing import Any

import pytest

from mutua.foundation.imports.mapping import BadMapping, Column, Mapping

GIVEN = {
    "columns": {"name": {"template": "{Country} programme"}, "country": "Country", "currency": {"constant": "USD"}},
    "replace": {"country": {"Philipines": "Philippines"}},
    "empty": ["N/A"],
    "dates": "mdy",
    "shift_days": 7,
}


def test_a_mapping_survives_json() -> None:
    mapping = Mapping.from_json(GIVEN)
    assert Mapping.from_json(mapping.as_json()) == mapping
    assert mapping.columns["currency"] == Column(constant="USD")


def test_a_template_without_anything_in_it_is_empty() -> None:
    name = Mapping.from_json(GIVEN).columns["name"]
    assert (name.text({"Country": "Zambia"}), name.text({"Country": " "})) == ("Zambia programme", "")


@pytest.mark.parametrize(
    "given",
    [
        [],
        {"columns": {}},
        {"columns": {"name": 3}},
        {"columns": {"name": {"code": "x"}}},
        {"columns": {"name": "a"}, "dates": "ymd"},
        {"columns": {"name": "a"}, "shift_days": "soon"},
        {"columns": {"name": "a"}, "colour": "red"},
    ],
)
def test_a_bad_mapping_is_refused(given: Any) -> None:
    with pytest.raises(BadMapping):
        Mapping.from_json(given)


def test_it_names_the_columns_and_fields_that_do_not_exist() -> None:
    mapping = Mapping.from_json({"columns": {"name": "Firm"}})
    with pytest.raises(BadMapping, match="Firm"):
        mapping.check(["Company"], ["name"], ["name"])
    with pytest.raises(BadMapping, match="name"):
        mapping.check(["Firm"], ["title"], [])
    with pytest.raises(BadMapping, match="key"):
        mapping.check(["Firm"], ["name", "key"], ["key"])
