"""What values look like: mail addresses, telephone numbers, websites, countries, currencies, days, amounts, keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import cache

import phonenumbers

from mutua.foundation.imports.targets import Look
from mutua.foundation.imports.values import BadText, read_date, read_number, read_value


def words_of(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


_MAIL = re.compile(r"(?:mailto:)?[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s.<>,;]{2,}", re.IGNORECASE)
_HOST = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,24}(?:[/?#]\S*)?", re.IGNORECASE)
_NUMBERED = re.compile(r"[+\d(][\d ()./-]{5,24}(?:\s*(?:ext\.?|x|#)\s*\d{1,6})?", re.IGNORECASE)
_PARTED = re.compile(r"\d[ ()/.-]+\d|^\+\d")
_POSTCODE = re.compile(
    r"(?:[A-Z]{1,2}-)?(?:\d{4,6}|\d{5}-\d{4}|\d{3} ?\d{2}|\d{2}-\d{3}|\d{4} ?[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})"
)
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)


def is_mail(text: str) -> bool:
    return _MAIL.fullmatch(text) is not None


def is_website(text: str) -> bool:
    return "@" not in text and _HOST.fullmatch(text) is not None


def is_phone(text: str) -> bool:
    """A number that is written as one dials it. A bare number may be anything: an amount, a key, a day."""
    digits = sum(letter.isdecimal() for letter in text)
    return 7 <= digits <= 16 and _NUMBERED.fullmatch(text) is not None and bool(_PARTED.search(text)) and not is_date(text)


def is_postcode(text: str) -> bool:
    return _POSTCODE.fullmatch(text.upper()) is not None


def is_country(text: str) -> bool:
    return text.casefold() in _countries()


def is_currency(text: str) -> bool:
    return text in _CURRENCIES


def is_date(text: str) -> bool:
    """A day, with or without a time; also one that can be read in two ways."""
    try:
        read_date(text, "dmy" if re.match(r"\d{1,2}[-/.](?:0?\d|1[0-2])[-/.]", text) else "mdy")
    except BadText:
        return False
    return len(text) >= 6 and not text.isdecimal()


def is_number(text: str) -> bool:
    try:
        read_number(text)
    except BadText:
        return False
    return True


def is_yes_or_no(text: str) -> bool:
    try:
        read_value(text, "bool")
    except BadText:
        return False
    return True


def is_made_key(text: str) -> bool:
    """A key that no person would write: a UUID, or 15 or 18 letters and digits as Salesforce numbers its records."""
    return _UUID.fullmatch(text) is not None or salesforce_key("")(text)


def salesforce_key(prefix: str) -> Callable[[str], bool]:
    """Whether a text is a Salesforce number of records with this prefix ("001" accounts, "003" contacts, "005" users, "006" opportunities)."""
    shape = re.compile(rf"{prefix}[a-zA-Z0-9]{{{15 - len(prefix)}}}(?:[A-Z0-5]{{3}})?")

    def fits(text: str) -> bool:
        return (
            len(text) in (15, 18)
            and shape.fullmatch(text) is not None
            and not text.isalpha()
            and text[:1].isdecimal()
            and not text.isdecimal()
        )

    return fits


def one_of(words: Collection[str], alone: float = 1.1) -> Look:
    """The values are words of a short list, or several of them."""
    known = {word.casefold() for word in words}
    return Look(lambda text: all(part.strip().casefold() in known for part in re.split(r"[;,|]", text) if part.strip()), alone=alone)


def key_of(prefix: str) -> Look:
    """The key of the rows themselves; `prefix` as in `salesforce_key`."""
    ours, any_key = salesforce_key(prefix), salesforce_key("")
    return Look(lambda text: ours(text) or (is_made_key(text) and not any_key(text)), alone=0.9, once=True)


@cache
def _countries() -> frozenset[str]:
    """Names in a few languages and codes of two and three letters."""
    from importlib.resources import files

    lines = (files(__package__) / "countries.txt").read_text(encoding="utf-8").splitlines()
    named = {name for line in lines if line and not line.startswith("#") for name in line.casefold().split("|")}
    return frozenset(named | {code.casefold() for code in phonenumbers.SUPPORTED_REGIONS} - _STATES)


# Codes of countries that are those of states, too: a column of "CA" and "CO" tells nothing by itself.
_STATES = words_of("al ar az ca co ga id il in la ma md me mn mo ms mt nc ne pa sc sd tn va")
_CURRENCIES = words_of(
    "AED ARS AUD BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK JPY KES KRW MAD MXN MYR NGN NOK NZD PEN PHP PKR PLN "
    "QAR RON RSD RUB SAR SEK SGD THB TRY TWD UAH UGX USD UYU VND XAF XOF ZAR ZMW"
)

MAIL = Look(is_mail, least=0.5, alone=0.8)
WEBSITE = Look(is_website, least=0.3, alone=0.8)
PHONE = Look(is_phone, alone=0.8)
COUNTRY = Look(is_country, alone=0.7)
CURRENCY = Look(lambda text: is_currency(text.upper()), least=0.5, alone=0.9)
POSTCODE = Look(is_postcode)
DATE = Look(is_date, least=0.5)
NUMBER = Look(is_number, least=0.5)
YES_OR_NO = Look(is_yes_or_no, least=0.5)
