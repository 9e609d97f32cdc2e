"""What may stand in a header of a mail: one line, without control characters, so that no name can add a header of its own."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from mutua.foundation.records.errors import Refused

LONGEST = 200  # characters of a subject

# Controls, and the separators that some programs take for the end of a line.
BREAKING = ("Cc", "Zl", "Zp")


def check_line(text: str) -> str:
    """The text, when it may stand in a header. Raises Refused otherwise."""
    for character in text:
        if unicodedata.category(character) in BREAKING:
            code = f"U+{ord(character):04X}"
            raise Refused(
                _("A line of the mail’s head holds the control character %(code)s. Nothing was written; take it out.") % {"code": code}
            )
    return text


def check_address(text: str) -> str:
    """The address, when mail can be written to it. Raises Refused otherwise."""
    check_line(text)
    try:
        validate_email(text)
    except ValidationError:
        raise Refused(_("“%(text)s” is not a mail address. Nothing was written; correct it.") % {"text": text}) from None
    return text


def one_line(text: str) -> str:
    """A text that may come from anywhere, such as an imported name, made fit for a subject: control characters become spaces, the end is cut."""
    plain = " ".join("".join(" " if unicodedata.category(character) in BREAKING else character for character in text).split())
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"
