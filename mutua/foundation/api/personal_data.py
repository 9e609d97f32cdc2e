from __future__ import annotations

from mutua.foundation.api.models import ApiKey, KeptAnswer
from mutua.foundation.privacy import mentioned, personal

personal(ApiKey, fields=["user", "name"])
personal(KeptAnswer, fields=["body"])
# The key stays, so that the same request does not make the person a second time.
mentioned(KeptAnswer, whole={"body": "{}"})
