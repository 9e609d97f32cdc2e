"""Addresses as they are compared: the same mailbox or line written in two ways is one."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import phonenumbers

_INTERNATIONAL = re.compile(r"\+[1-9](?:[ ().-]{0,3}\d){6,14}", re.ASCII)
_BETWEEN = str.maketrans("", "", " ().-")
_MAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s.]+$")


class BadAddress(ValueError):
    """What was given is not an address of its kind."""


@lru_cache(maxsize=32_768)  # an import asks twice for each address of a batch: once to check it, once to write it
def normalise(kind: str, value: str, region: str | None = None) -> str:
    """The comparable form of a contact point.

    kind: "mail" (lower case), "phone" (E.164, or its bare digits where no country can be told), "postal" (one line, single spaces).
    region: ISO 3166 two-letter code for numbers without a country code. Raises BadAddress.
    """
    value = " ".join(value.split())
    if kind == "mail":
        if not _MAIL.match(value) or len(value) > 254:
            raise BadAddress(value)
        return value.lower()
    if kind == "phone":
        return _phone(value, region)
    if not value:
        raise BadAddress(value)
    return value.lower()


def _phone(value: str, region: str | None) -> str:
    if _INTERNATIONAL.fullmatch(value) and (found := _as_it_stands(value.translate(_BETWEEN))):
        return found
    try:
        number = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        # Without a country the digits are all that is known; a guess would join strangers.
        digits = re.sub(r"\D", "", value)
        if not 4 <= len(digits) <= 15 or re.search(r"[^\d\s()+./-]", value):
            raise BadAddress(value) from None
        return digits
    if not phonenumbers.is_possible_number(number):
        raise BadAddress(value)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _as_it_stands(number: str) -> str:
    """A number with its country code, such as most of a file are, when the library would change nothing of it; empty where it has to be asked.

    So it is when the country is known, nothing stands before the national number that is not dialled from abroad, and its length is a possible one.
    """
    for end in (2, 3, 4):
        if (plan := _plan(number[1:end])) is not None:
            before, lengths = plan
            national = number[end:]
            return number if len(national) in lengths and not (before and before.match(national)) else ""
    return ""


@cache
def _plan(digits: str) -> tuple[re.Pattern[str] | None, frozenset[int]] | None:
    """(what may stand before a national number, how long one may be) behind these digits; None where they are no country code."""
    code = int(digits)
    if code not in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
        return None
    plan = phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code(code, phonenumbers.region_code_for_country_code(code))
    if plan is None or plan.general_desc is None:
        return None, frozenset()
    before = re.compile(plan.national_prefix_for_parsing) if plan.national_prefix_for_parsing else None
    return before, frozenset(plan.general_desc.possible_length)
