"""It recognises the columns of a file by what they are called and by what stands in them."""

from __future__ import annotations

import pytest

from mutua.customers.matching import recognise

MAILS = ["ada@example.org", "ben@example.org", "cleo@example.net"]
PHONES = ["+44 20 7946 0000", "(310) 246-1501", "0221 / 123456"]


def test_febrl():
    headings = [
        "rec_id",
        "given_name",
        "surname",
        "street_number",
        "address_1",
        "address_2",
        "suburb",
        "postcode",
        "state",
        "date_of_birth",
        "soc_sec_id",
    ]
    found = recognise({heading: [] for heading in headings}, ids="rec_id")
    assert found.kind == "person"
    assert dict(found.columns) == {
        "given": ("given_name",),
        "family": ("surname",),
        "birth": ("date_of_birth",),
        "ident": ("soc_sec_id",),
        "number": ("street_number",),
        "street": ("address_1",),
        "unit": ("address_2",),
        "city": ("suburb",),
        "post": ("postcode",),
    }
    assert found.unused == ("state",)


@pytest.mark.parametrize(
    "headings, kind, expected",
    [
        (
            "Record ID|First Name|Last Name|Email|Phone Number|Mobile Phone Number|Company Name|City|Create Date",
            "person",
            {"given": "First Name", "family": "Last Name", "mail": "Email", "phone": "Phone Number", "org": "Company Name", "city": "City"},
        ),
        ("Person - Name|Person - Email|Person - Phone|Deal - Value", "company", {"name": "Person - Name", "mail": "Person - Email"}),
        (
            "ID|NAME|PARENTID|BILLINGSTREET|BILLINGCITY|PHONE|WEBSITE",
            "company",
            {"name": "NAME", "parent": "PARENTID", "website": "WEBSITE"},
        ),
        ("Kundennr|Vorname|Nachname|Geburtsdatum|PLZ|Ort", "person", {"given": "Vorname", "birth": "Geburtsdatum", "post": "PLZ"}),
    ],
)
def test_headings_of_other_programs(headings, kind, expected):
    found = recognise({heading: [] for heading in headings.split("|")})
    assert found.kind == kind
    assert {field: found.columns[field][0] for field in expected} == expected


def test_content_tells_where_the_heading_does_not():
    found = recognise({"a": MAILS, "b": PHONES, "c": ["Anna", "Robert", "Liz"], "d": ["12", "7", "9"]})
    assert dict(found.columns) == {"given": ("c",), "mail": ("a",), "phone": ("b",)}
    assert found.unused == ("d",)


def test_content_overrules_the_heading():
    found = recognise({"Phone": MAILS, "Name": ["Anna Berg", "Robert Hall", "Liz Moor"], "Website": ["yes", "no", "no"]})
    assert dict(found.columns) == {"mail": ("Phone",), "name": ("Name",)}
    assert found.kind == "person"


def test_names_with_legal_forms_are_companies():
    found = recognise({"x": ["Acme Ltd", "Blue GmbH", "Dune Sand S.A."]})
    assert found.kind == "company"
    assert dict(found.columns) == {"name": ("x",)}


def test_what_the_caller_says_goes_first():
    found = recognise({"alias": ["x"], "surname": ["y"], "name": ["z"]}, given={"alias": "family", "surname": "none"}, kind="person")
    assert dict(found.columns) == {"family": ("alias",), "name": ("name",)}


def test_the_ids_are_compared_only_where_they_are_names():
    assert "name" in recognise({"account": ["Acme Ltd"], "city": ["Cork"]}, ids="account").columns
    assert "ident" not in recognise({"vat": ["1"], "name": ["Acme Ltd"]}, ids="vat").columns


def test_numbers_and_dates_are_not_taken_for_telephones():
    found = recognise(
        {"name": ["Acme Ltd"], "when": ["12-11-2006", "01-02-2007", "03-04-2008"], "key": ["4-203974", "4-203986", "4-203999"]}
    )
    assert dict(found.columns) == {"name": ("name",)}


def test_places_alone_tell_nobody_apart():
    assert dict(recognise({"city": ["Cork"], "zip": ["1"]}).columns) == {}
