"""The fingerprint of what was approved."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def digest(snapshot: dict[str, Any]) -> str:
    """SHA-256 of the snapshot, written in one way: keys sorted, no spaces."""
    return hashlib.sha256(json.dumps(snapshot, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()
