"""What was kept of an account for plan years."""

from __future__ import annotations

from mutua.foundation.access import Actor, find, visible_to
from mutua.relationships.models import ProfileSnapshot


def snapshots_of(actor: Actor, account_id: int) -> list[ProfileSnapshot]:
    """Without what they hold, the newest year first: the last ten."""
    return list(visible_to(actor, ProfileSnapshot.objects.filter(account=account_id)).defer("content")[:10])


def snapshot_for(actor: Actor, account_id: int, year: int) -> ProfileSnapshot:
    """Raises NotFound."""
    return find(visible_to(actor, ProfileSnapshot.objects.select_related("account", "taken_by")), account_id=account_id, year=year)
