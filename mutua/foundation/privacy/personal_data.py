"""What the log of erasures keeps: who asked for it."""

from __future__ import annotations

from mutua.foundation.privacy import nothing_personal, personal
from mutua.foundation.privacy.models import Erasure, Suppressed

personal(Erasure, fields=["asked_by_name"])
nothing_personal(Suppressed)
