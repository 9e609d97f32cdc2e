"""Which fields are about a person."""

from __future__ import annotations

from mutua.foundation.money.models import ExchangeRate
from mutua.foundation.privacy import nothing_personal

nothing_personal(ExchangeRate)
