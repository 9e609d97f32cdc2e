"""Saying which activities are wanted at a touchpoint."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, find, require, visible_to
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.relationships.models import Activity, Profile, ProfileCell
from mutua.relationships.queries.catalogue import touchpoint_named
from mutua.relationships.rules.lifecycles import ProfileState

OPEN = (ProfileState.DRAFT, ProfileState.REVIEWED)


@transaction.atomic
def set_desired(
    actor: Actor,
    profile_id: int,
    touchpoint_key: str,
    activity_keys: Collection[str],
    *,
    version: int | None,
    performance: Decimal | None = None,
) -> Profile:
    """activity_keys: all that are wanted there, those of today that should stay among them; empty takes the cell away.

    Raises NotFound, NotAllowed, StaleVersion; Refused when the profile is validated already, or an activity belongs elsewhere.
    """
    profile: Profile = locked(find(visible_to(actor, Profile.objects.all()), pk=profile_id), version)
    require(actor, "relationships.profile.edit", profile)
    touchpoint = touchpoint_named(actor, touchpoint_key)
    if profile.state not in OPEN:
        raise Refused(_("A profile that the customer has validated is not changed any more. Start a new draft instead."))
    wanted = list(Activity.objects.filter(touchpoint=touchpoint, key__in=activity_keys, retired_at=None))
    if len(wanted) != len(set(activity_keys)):
        raise Refused(
            _("One of these activities does not belong to %(touchpoint)s. Nothing was changed.") % {"touchpoint": touchpoint.name}
        )

    if wanted:
        cell, _created = ProfileCell.objects.update_or_create(profile=profile, touchpoint=touchpoint, defaults={"performance": performance})
        cell.activities.set(wanted)
    else:
        ProfileCell.objects.filter(profile=profile, touchpoint=touchpoint).delete()
    profile.save(update_fields=[])
    return profile
