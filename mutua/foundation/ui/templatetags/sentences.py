"""`{% load sentences %}`: the headings of pages that come with a library, in sentence case as all of ours."""

from __future__ import annotations

import re

from django import template

register = template.Library()
# Only these: the name of a company or of its sign-in keeps its capitals.
_WORDS = frozenset(
    [
        "access",
        "account",
        "accounts",
        "address",
        "addresses",
        "app",
        "authentication",
        "authenticator",
        "authorize",
        "authorized",
        "browser",
        "cancelled",
        "change",
        "closed",
        "code",
        "codes",
        "confirm",
        "connections",
        "denied",
        "device",
        "email",
        "factor",
        "failure",
        "generate",
        "in",
        "inactive",
        "key",
        "keys",
        "link",
        "login",
        "out",
        "party",
        "passkey",
        "passkeys",
        "password",
        "phone",
        "recovery",
        "reset",
        "security",
        "session",
        "sessions",
        "set",
        "sign",
        "this",
        "token",
        "up",
        "verification",
        "verify",
        "view",
        "your",
    ]
)


@register.filter
def sentence_case(text: str) -> str:
    """ "Email Addresses" becomes "Email addresses". A sentence of another language stays as it is."""
    words = re.split(r"([^A-Za-z]+)", str(text).strip())
    first = next((place for place, word in enumerate(words) if word.isalpha()), 0)
    return "".join(
        word.lower() if place > first and word.lower() in _WORDS and word.istitle() else word for place, word in enumerate(words)
    )
