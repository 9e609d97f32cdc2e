"""The word in the address of a web form: public, and yet not to be guessed, so that nobody fills in forms that were never put on a page."""

from __future__ import annotations

import secrets


def new_form_key() -> str:
    """22 characters, fit for an address."""
    return secrets.token_urlsafe(16)
