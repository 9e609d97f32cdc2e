"""Keeping where accounts stand and want to be for the plan of a year. What is kept is never rewritten."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.customers.models import Account
from mutua.customers.queries.accounts import account_for
from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import one_at_a_time
from mutua.relationships.actions.keep_version import wanted_of
from mutua.relationships.events import ProfileKept
from mutua.relationships.models import ProfileSnapshot
from mutua.relationships.queries.assessments import Assessment, assessments_of, known_on
from mutua.relationships.queries.profiles import profiles_of
from mutua.relationships.queries.touchpoints import Meeting, meetings_of
from mutua.relationships.rules.kinds import Dimension

YEARS = range(2000, 2101)


@transaction.atomic
def keep_profile(actor: Actor, account_id: int, *, year: int) -> ProfileSnapshot:
    """What stands now, for the plan of a year. Raises NotFound, NotAllowed; Refused when something is kept for that year already."""
    account = account_for(actor, account_id)
    require(actor, "relationships.profile.edit", account)
    if year not in YEARS:
        raise Refused(_("%(year)s is no plan year. Nothing was kept.") % {"year": year}, field="year")
    one_at_a_time(Account, [account.pk])
    if ProfileSnapshot.objects.filter(account=account, year=year).exists():
        raise Refused(_("The profile is kept for %(year)s already, and what was kept is never rewritten.") % {"year": year}, field="year")

    content = _content(actor, account_id)
    kept = ProfileSnapshot(
        account=account, year=year, taken_at=days.now(), taken_by_id=actor.user_id, content=content, sha256=digest_of(content)
    )
    kept.save()

    announce(ProfileKept(snapshot_id=kept.pk, account_id=account_id, year=year), actor=actor)
    return kept


def keep_profiles(actor: Actor, account_ids: Iterable[int], *, year: int) -> list[ProfileSnapshot]:
    """Of many accounts, each once: those that are kept for this year already stay as they were. Safe to run twice."""
    numbers = sorted(set(account_ids))
    done = set(ProfileSnapshot.objects.filter(account__in=numbers, year=year).values_list("account", flat=True))
    return [keep_profile(actor, number, year=year) for number in numbers if number not in done]


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 of the content, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _content(actor: Actor, account_id: int) -> dict[str, Any]:
    return {
        "current": {meeting.entry.touchpoint.key: _current(meeting) for meeting in meetings_of(actor, account_id)},
        "desired": {
            profile.perspective: {
                "profile": profile.pk,
                "state": profile.state,
                "visibility": profile.visibility,
                "confidence": str(profile.confidence),
                "wanted": wanted_of(profile),
            }
            for profile in profiles_of(actor, account_id)
        },
        "readiness": {
            "us": _levels(known_on(assessments_of(actor, None))),
            "them": _levels(known_on(assessments_of(actor, account_id))),
        },
    }


def _current(meeting: Meeting) -> dict[str, Any]:
    figure = meeting.proportion
    return {
        "type": meeting.derived.type.value if meeting.derived.type else None,
        "emerging": meeting.derived.emerging,
        "mixed_with": meeting.derived.mixed_with.value if meeting.derived.mixed_with else None,
        "engagements": {one.activity.key: one.state for one in meeting.engagements},
        "measure": figure.measure.key if figure else None,
        "good": str(figure.good) if figure else None,
        "of": str(figure.of) if figure else None,
    }


def _levels(known: dict[Dimension, Assessment]) -> dict[str, Any]:
    return {
        dimension.value: {"level": str(one.level), "on": one.on.isoformat(), "confidence": str(one.confidence), "expired": one.expired}
        for dimension, one in known.items()
    }
