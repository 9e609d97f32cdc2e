"""What of ours can be somebody's: it is counted when a user ends."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.foundation.identity.owned import owns
from mutua.strategy.queries.strategies import strategies_seen

owns("strategies", _("Strategies"), lambda actor, user_id: strategies_seen(actor).filter(owner=user_id))
