"""What of ours can be somebody's: it is counted when a user ends."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.foundation.identity.owned import owns
from mutua.relationships.queries.roadmaps import items_seen
from mutua.relationships.queries.touchpoints import touchpoints_seen

owns("touchpoints", _("Touchpoints"), lambda actor, user_id: touchpoints_seen(actor).filter(owner=user_id))
owns("roadmap-items", _("Roadmap items"), lambda actor, user_id: items_seen(actor).filter(owner=user_id))
