"""Mail addresses, hosts and telephone numbers as they are compared."""

from __future__ import annotations

import re
from functools import cache

from mutua.customers.matching.facts import lines, words
from mutua.customers.matching.folding import fold

_MAIL = re.compile(r"^[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s.<>,;]{2,}$")
_HOST = re.compile(r"^(?:[\w-]+\.)+[^\W\d_]{2,}$")
_NUMBER = re.compile(r"^[+\d][\d ()./-]*$", re.ASCII)
_WORDS = re.compile(r"[^\W\d_]{3}")
_NO_DIGITS = re.compile(r"\D")
_EXTENSION = re.compile(r"(?:\bext\.?|\bextension|\bx|#)\s*\d{1,6}\s*$", re.IGNORECASE)
LEAST_DIGITS, MOST_DIGITS = 6, 15
SHORTEST_BOX = 6


def mail(text: str) -> str:
    """The mailbox: without name, tag and, at Gmail, without dots. Empty when it is none."""
    address = text.strip().lower().removeprefix("mailto:")
    if "<" in address:
        address = address.partition("<")[2].partition(">")[0]
    if not _MAIL.match(address):
        return ""
    local, _at, host = address.rpartition("@")
    local = local.partition("+")[0] or local
    if host in ("gmail.com", "googlemail.com"):
        local, host = local.replace(".", "") or local, "gmail.com"
    return f"{local}@{host}"


def box(address: str) -> str:
    """What stands before the host of a mailbox, where that tells something: long enough, and not the name of a task such as "sales"."""
    name = address.partition("@")[0]
    letters = "".join(letter for letter in name if letter.isalpha())
    return name if len(name) >= SHORTEST_BOX and letters not in words("role_mailboxes") else ""


def host(text: str) -> str:
    """The host of a website or a mail address, without "www."; empty when it is none, or one at which anybody has a mailbox."""
    name = text.strip().lower().partition("://")[2] or text.strip().lower()
    name = re.split(r"[/?#:\s]", name.rpartition("@")[2], maxsplit=1)[0].removeprefix("www.").rstrip(".")
    return name if _HOST.match(name) and name not in words("free_mail") else ""


def region(text: str) -> str:
    """ISO 3166 two letters of a country by its code or name, upper case; empty when it is not known."""
    return _regions().get(fold(text), "")


@cache
def _regions() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines("countries"):
        code, _space, names = line.partition(" ")
        for name in (code, *names.split("|")):
            found[name] = code.upper()
    return found


def phone(text: str, home: str = "") -> str:
    """E.164 where a country can be told, else the bare digits without leading zeros. Empty when it is no number, or has less than six digits.

    home: two letters of the country whose numbers are written without a country code.
    """
    number = text.strip()
    if not _NUMBER.match(number):
        number = _EXTENSION.sub("", number)
        if _WORDS.search(number):
            return ""
    digits = _NO_DIGITS.sub("", number)
    if not LEAST_DIGITS <= len(digits) <= MOST_DIGITS:
        return ""
    if number.startswith("00") and len(digits) > 10:
        number, digits = f"+{digits[2:]}", digits[2:]
    if number.startswith("+"):
        return f"+{digits}" if _is_plain(digits) else _parsed(number, None) or f"+{digits}"
    if home:
        return _from_home(digits, home) or _parsed(number, home) or digits.lstrip("0")
    return digits.lstrip("0")


def _is_plain(digits: str) -> bool:
    """Whether nothing stands between the country code and the number, such as the zero of "+44 (0)20": parsing would change nothing."""
    for length in (1, 2, 3):
        if int(digits[:length]) in _country_codes():
            return digits[length] not in "08"  # 8: the Russian trunk prefix
    return False


@cache
def _country_codes() -> frozenset[int]:
    import phonenumbers

    return frozenset(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)


def _from_home(digits: str, home: str) -> str:
    """The usual case without the parser, which takes ten times as long: a trunk zero is put away, the country code goes in front."""
    code, prefix, lengths = _plan(home)
    found = prefix.match(digits)
    national = digits[1:]
    if found and found.group() == "0" and not national.startswith("0") and len(national) in lengths:
        return f"+{code}{national}"
    return ""


@cache
def _plan(home: str) -> tuple[int, re.Pattern[str], frozenset[int]]:
    """(country code, trunk prefix, possible lengths); a country that is unknown, or whose prefix is not just put away, has no lengths."""
    import phonenumbers

    plan = phonenumbers.PhoneMetadata.metadata_for_region(home, None)
    if plan is None or plan.national_prefix_transform_rule or plan.general_desc is None:
        return 0, re.compile(""), frozenset()
    return plan.country_code or 0, re.compile(plan.national_prefix_for_parsing or ""), frozenset(plan.general_desc.possible_length)


def _parsed(number: str, home: str | None) -> str:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, home)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(parsed):
        return ""
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
