"""Exports of other programs find their fields by themselves: by heading, and by values where headings say nothing."""

from __future__ import annotations

import csv
import io

import pytest

from mutua.customers.tests.exports import ACCOUNTS, PEOPLE, Column
from mutua.foundation.imports import importer_named
from mutua.foundation.imports.headings import propose
from mutua.foundation.imports.proposing import propose_mapping
from mutua.foundation.imports.tables import inspect

LEAST = 0.9
KINDS = {"accounts": ACCOUNTS, "people": PEOPLE}
EXPORTS = [(kind, system) for kind, exports in KINDS.items() for system in exports]
# What values alone can tell: nobody knows a city from a family name without its heading
TOLD_BY_VALUES = {
    "accounts": {"key", "name", "roles", "country", "currency", "website", "mail", "phone"},
    "people": {"key", "given_name", "name", "account", "mail", "other_mail", "phone", "mobile", "country"},
}


def file_of(columns: list[Column], headings: list[str] | None = None) -> io.BytesIO:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headings or [heading for heading, _target, _values in columns])
    writer.writerows(zip(*[values for _heading, _target, values in columns], strict=True))
    return io.BytesIO(text.getvalue().encode())


def proposed(kind: str, file: io.BytesIO) -> dict[str, str]:
    mapping = propose_mapping(importer_named(kind), file, inspect(file))
    return {column.heading: target for target, column in mapping.columns.items()}


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "system"), EXPORTS)
def test_an_export_maps_nine_of_ten_columns_by_itself_and_none_to_a_wrong_field(kind: str, system: str) -> None:
    columns = KINDS[kind][system]
    found = proposed(kind, file_of(columns))
    wanted = {heading: target for heading, target, _values in columns if target}
    right = {heading for heading, target in wanted.items() if found.get(heading) == target}
    wrong = {heading: target for heading, target in found.items() if wanted.get(heading) != target}
    assert len(right) / len(wanted) >= LEAST, f"not found: {set(wanted) - right}"
    assert not wrong


@pytest.mark.parametrize(("kind", "system"), EXPORTS)
def test_the_headings_alone_are_nearly_enough(kind: str, system: str) -> None:
    columns = KINDS[kind][system]
    found = propose([heading for heading, _target, _values in columns], importer_named(kind).targets)
    wanted = {target: heading for heading, target, _values in columns if target}
    assert sum(found.get(target) == heading for target, heading in wanted.items()) / len(wanted) >= LEAST


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "system"), EXPORTS)
def test_under_headings_that_mean_nothing_the_values_tell_the_fields(kind: str, system: str) -> None:
    told = TOLD_BY_VALUES[kind]
    columns = [column for column in KINDS[kind][system] if column[1] in told]
    found = proposed(kind, file_of(columns, [f"qx{number}" for number in range(len(columns))]))
    right = sum(found.get(f"qx{number}") == target for number, (_heading, target, _values) in enumerate(columns))
    # Two columns of telephones, or of numbers that only their program knows, cannot be told apart.
    assert right / len(columns) >= 0.6, (columns, found)
