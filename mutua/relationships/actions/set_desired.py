"""Saying which activities are wanted at a touchpoint."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, find, require, visible_to
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.relationships.actions.keep_version import keep_version
from mutua.relationships.models import Activity, Profile, ProfileCell
from mutua.relationships.queries.catalogue import touchpoint_named
from mutua.relationships.rules.lifecycles import ProfileState
from mutua.relationships.rules.visibility import Visibility

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
    wish: str = "",
    measure: str = "",
    change: Decimal | None = None,
) -> Profile:
    """activity_keys: all that are wanted there, those of today that should stay among them. wish: what they want, in their words;
    measure, change: by how much one of the touchpoint's measures should move. All of it empty takes the cell away.

    Raises NotFound, NotAllowed, StaleVersion; Refused when the profile is validated or was shared already, an activity or a measure belongs
    elsewhere, or a measure should move by nothing.
    """
    profile: Profile = locked(find(visible_to(actor, Profile.objects.all()), pk=profile_id), version)
    require(actor, "relationships.profile.edit", profile)
    touchpoint = touchpoint_named(actor, touchpoint_key)
    if profile.state not in OPEN:
        raise Refused(_("A profile that the customer has validated is not changed any more. Start a new draft instead."))
    if profile.visibility != Visibility.INTERNAL:
        raise Refused(_("The customer has been shown this profile: it stands. Start a new draft, which they see once you share it."))
    wanted = list(Activity.objects.filter(touchpoint=touchpoint, key__in=activity_keys, retired_at=None))
    if len(wanted) != len(set(activity_keys)):
        raise Refused(
            _("One of these activities does not belong to %(touchpoint)s. Nothing was changed.") % {"touchpoint": touchpoint.name}
        )

    if measure and measure not in touchpoint.measures:
        words = {"measure": measure, "touchpoint": touchpoint.name}
        raise Refused(_("%(touchpoint)s has no measure %(measure)s. Nothing was changed.") % words, field="measure")
    if bool(measure) == (not change):
        raise Refused(
            _("Say which measure should move, and by how much: one without the other means nothing. Nothing was changed."), field="change"
        )

    if wanted or performance is not None or wish.strip() or measure:
        values = {"performance": performance, "wish": wish.strip(), "measure": measure, "change": change or None}
        cell, _created = ProfileCell.objects.get_or_create(profile=profile, touchpoint=touchpoint)
        for name, value in values.items():
            setattr(cell, name, value)
        store(cell, update_fields=values)
        cell.activities.set(wanted)
    else:
        ProfileCell.objects.filter(profile=profile, touchpoint=touchpoint).delete()
    profile.save(update_fields=[])
    keep_version(actor, profile)
    return profile
