"""Addresses as they are compared: the same mailbox or line written in two ways is one."""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers

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
