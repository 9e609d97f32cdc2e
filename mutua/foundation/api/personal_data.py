from __future__ import annotations

from mutua.foundation.api.models import ApiKey, KeptAnswer
from mutua.foundation.privacy import personal

personal(ApiKey, fields=["user", "name"])
personal(KeptAnswer, fields=["body"])
