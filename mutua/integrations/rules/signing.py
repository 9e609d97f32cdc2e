"""Signatures as Standard Webhooks 1.0 has them: HMAC-SHA256 over the number of the message, its second and its body."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Iterable

MARK = "whsec_"


def shown(secret: bytes) -> str:
    """The secret as receivers take it: whsec_ and base64."""
    return MARK + b64encode(secret).decode()


def signature(secrets: Iterable[bytes], message_id: str, second: int, body: bytes) -> str:
    """One signature for each secret, with blanks between: while a secret is being replaced, both are valid."""
    signed = f"{message_id}.{second}.".encode() + body
    return " ".join("v1," + b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode() for secret in secrets)
