"""Which fields are about a person: none."""

from __future__ import annotations

from mutua.foundation.days.models import DateShift
from mutua.foundation.privacy import nothing_personal

nothing_personal(DateShift)
