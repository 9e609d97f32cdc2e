"""What a signed link carries: a long random word. We keep its digest, so that nobody who reads our tables can open a link."""

from __future__ import annotations

import hashlib
import secrets

SHORTEST, LONGEST = 32, 128  # characters of a word that can be a token at all


def new_token() -> str:
    """256 random bits, fit for an address."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """64 hexadecimal digits. The token is long and random: a plain digest cannot be guessed backwards, and it can be looked up."""
    return hashlib.sha256(token.encode()).hexdigest()


def may_be_token(text: str) -> bool:
    return SHORTEST <= len(text) <= LONGEST and text.isascii() and text.replace("-", "").replace("_", "").isalnum()
