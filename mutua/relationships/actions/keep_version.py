"""Keeping a desired profile as it stands after an act: what was known on any day is read from here, and never rewritten."""

from __future__ import annotations

from typing import Any

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.relationships.models import Profile, ProfileVersion


def keep_version(actor: Actor, profile: Profile) -> ProfileVersion:
    """A new row with everything that the profile wants now: two queries. Inside the transaction of the act. Raises NotAllowed."""
    require(actor, "relationships.profile.edit", profile)
    return ProfileVersion.objects.create(
        profile=profile,
        at=days.now(),
        state=profile.state,
        visibility=profile.visibility,
        confidence=profile.confidence,
        wanted=wanted_of(profile),
    )


def wanted_of(profile: Profile) -> dict[str, Any]:
    """What stands in the cells now, in the shape of `ProfileVersion.wanted`."""
    cells = profile.cells.select_related("touchpoint").prefetch_related("activities").order_by("touchpoint__position", "touchpoint_id")
    return {
        cell.touchpoint.key: {
            "activities": sorted(activity.key for activity in cell.activities.all()),
            "performance": None if cell.performance is None else str(cell.performance),
            "wish": cell.wish,
            "measure": cell.measure,
            "change": None if cell.change is None else str(cell.change),
        }
        for cell in cells
    }
