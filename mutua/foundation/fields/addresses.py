"""Links: addresses that a browser opens, and only those that cannot run anything."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

SCHEMES = ("http", "https", "mailto", "tel")
LONGEST = 2000
_BARE_HOST = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?([/?#].*)?", re.ASCII)


def read_address(text: str) -> str:
    """The address, with https:// before a bare host. Raises ValueError for another scheme, a missing host, or a sign that no address has."""
    address = text.strip()
    if not address or len(address) > LONGEST or any(sign.isspace() or not sign.isprintable() for sign in address):
        raise ValueError(text)
    if _BARE_HOST.fullmatch(address):
        address = f"https://{address}"
    parts = urlsplit(address)
    if parts.scheme not in SCHEMES or not is_openable(address):
        raise ValueError(text)
    # What stands before an @ could make one host look like another.
    if "@" in parts.netloc:
        raise ValueError(text)
    return address


def is_openable(address: str) -> bool:
    """Whether a page may offer it as a link; asked again where it is shown, for old values stand as they were imported."""
    parts = urlsplit(address)
    return parts.scheme in SCHEMES and bool(parts.hostname if parts.scheme in ("http", "https") else parts.path)
