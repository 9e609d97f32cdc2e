"""It parts what a company is called from what it is by law."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutua.customers.matching.companies import company_name


@pytest.mark.parametrize(
    "text, name, form",
    [
        ("Müller & Söhne GmbH & Co. KG", "muller and sohne", "gmbh"),
        ("H. Arends Beheer B.V.", "h arends beheer", "bv"),
        ("Stichting Pieter Haverkorn", "pieter haverkorn", "stichting"),
        ("Acme Co., Ltd.", "acme", "ltd"),
        ("ACME LIMITED", "acme", "ltd"),
        ("Acme, Inc.", "acme", "inc"),
        ("Société X S.A.R.L.", "societe x", "sarl"),
        ("Foo d.o.o.", "foo", "doo"),
        ("Przykład Sp. z o.o.", "przyklad", "sp z oo"),
        ("Ejemplo, S.A. de C.V.", "ejemplo", "sa de cv"),
        ("Contoh Sdn. Bhd.", "contoh", "bhd"),
        ("PT Contoh Tbk", "contoh tbk", "pt"),
        ("Tata Pvt. Ltd.", "tata", "ltd"),
        ("The Coca-Cola Company", "coca cola", "co"),
        ("apple pan  the", "apple pan", ""),
        ("Limited", "limited", ""),
        ("The Company", "company", ""),
        ("Bloom", "bloom", ""),
    ],
)
def test_the_form_stands_apart(text, name, form):
    assert company_name(text) == (name, form)


@given(st.text(max_size=60))
def test_a_name_is_left_where_there_was_one(text):
    name, form = company_name(text)
    assert name or not any(letter.isalnum() for letter in text) or not form
