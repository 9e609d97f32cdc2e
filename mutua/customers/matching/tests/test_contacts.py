"""It writes one mailbox, one host and one telephone in one way."""

from __future__ import annotations

import phonenumbers
import pytest

from mutua.customers.matching.contacts import LEAST_DIGITS, host, mail, phone, region


@pytest.mark.parametrize(
    "text, written",
    [
        (" Ada.Lindqvist@Meridian.Example ", "ada.lindqvist@meridian.example"),
        ("Ada <ada+crm@meridian.example>", "ada@meridian.example"),
        ("mailto:a.d.a@googlemail.com", "ada@gmail.com"),
        ("not a mail", ""),
        ("a@b", ""),
        ("a@b@c.de", ""),
    ],
)
def test_a_mailbox(text, written):
    assert mail(text) == written


@pytest.mark.parametrize(
    "text, written",
    [
        ("https://www.Acme.example/about?x=1", "acme.example"),
        ("acme.co.uk", "acme.co.uk"),
        ("info@acme.example", "acme.example"),
        ("ada@gmail.com", ""),
        ("n/a", ""),
        ("http://localhost:8000", ""),
    ],
)
def test_a_host(text, written):
    assert host(text) == written


@pytest.mark.parametrize(
    "text, home, written",
    [
        ("+44 (0)20 7946 0000", "", "+442079460000"),
        ("020 7946 0000", "GB", "+442079460000"),
        ("0044 20 7946 0000", "", "+442079460000"),
        ("310/246-1501", "US", "+13102461501"),
        ("310/246-1501", "", "3102461501"),
        ("02 1234 5678", "IT", "+390212345678"),
        ("8 (495) 123-45-67", "RU", "+74951234567"),
        ("0221 12345 ext. 5", "DE", "+4922112345"),
        ("0211 123456", "", "211123456"),
        ("12345", "GB", ""),
        ("call me", "GB", ""),
        ("", "", ""),
    ],
)
def test_a_telephone(text, home, written):
    assert phone(text, home) == written


def test_the_short_way_agrees_with_the_parser_everywhere():
    wrong, tried = [], 0
    for code in sorted(phonenumbers.SUPPORTED_REGIONS):
        example = phonenumbers.example_number(code)
        if len(str(example.national_number)) < LEAST_DIGITS:  # some islands; such short texts are mostly no telephones
            continue
        right = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
        for form in (phonenumbers.PhoneNumberFormat.NATIONAL, phonenumbers.PhoneNumberFormat.INTERNATIONAL):
            text, tried = phonenumbers.format_number(example, form), tried + 1
            parsed = phonenumbers.format_number(phonenumbers.parse(text, code), phonenumbers.PhoneNumberFormat.E164)
            if parsed == right and phone(text, code) != right:
                wrong.append((code, text, phone(text, code), right))
    assert tried > 400
    assert wrong == []


@pytest.mark.parametrize(
    "text, code", [("Deutschland", "DE"), ("uk", "GB"), ("U.S.A.", ""), ("United States", "US"), ("zz", ""), ("fr", "FR")]
)
def test_a_country(text, code):
    assert region(text) == code
