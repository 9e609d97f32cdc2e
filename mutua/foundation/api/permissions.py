"""Who makes keys, and who sees them: each its own."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import declare, owner_rows, sees
from mutua.foundation.api.models import ApiKey

declare("api.key.manage", _("Make and revoke keys for other programs"), roles=("manager", "executive"))
sees(ApiKey, owner_rows("user"), permission="api.key.manage")
