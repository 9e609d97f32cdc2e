"""One touchpoint of an account, with everything that its page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from mutua.foundation import days
from mutua.foundation.access import Actor, find, visible_to
from mutua.relationships.models import AccountTouchpoint, Blockage, Engagement, Observation, PerformanceMeasure, ToleranceAlarm
from mutua.relationships.models.labels import ENGAGEMENT_STATES
from mutua.relationships.models.roadmap_item import ENDED
from mutua.relationships.queries.catalogue import Entry
from mutua.relationships.queries.counting import YEAR, rows_behind
from mutua.relationships.queries.measures import measures_at_touchpoint
from mutua.relationships.queries.profiles import Desired, desired_at, profiles_of, wanted_by
from mutua.relationships.queries.roadmaps import items_seen
from mutua.relationships.queries.touchpoints import Meeting, meetings, touchpoint_for
from mutua.relationships.rules.kinds import ENGAGED, EngagementState
from mutua.relationships.rules.lifecycles import next_engagement_states

ROWS_SHOWN = 25
BLOCKAGES_SHOWN = 50


@dataclass(frozen=True)
class Practised:
    """An engagement with the states to which it may go."""

    engagement: Engagement
    next: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Page:
    """missing: for a type set by hand, the names of its activities that are not practised. retired: of what is practised and left the catalogue.

    measure: the first proportion, or where there is none the one by which the touchpoint stands; rows, row_count and reports are its. alarms: of all.
    """

    meeting: Meeting
    practised: tuple[Practised, ...]
    missing: tuple[str, ...]
    measure: PerformanceMeasure | None
    rows: Sequence[Any]
    row_count: int
    reports: Sequence[Observation]
    alarms: Sequence[ToleranceAlarm]
    blockages: Sequence[Blockage]
    measures: Sequence[PerformanceMeasure]
    desired: Desired | None
    retired: tuple[str, ...] = ()

    @property
    def open_alarm(self) -> ToleranceAlarm | None:
        return next((alarm for alarm in self.alarms if alarm.acknowledged_at is None), None)


def touchpoint_page(actor: Actor, account_id: int, key: str) -> Page:
    """Raises NotFound."""
    at = touchpoint_for(actor, account_id, key)
    [meeting] = meetings(actor, [at])
    shown = meeting.proportion or meeting.performance
    measure = shown.measure if shown else None
    rows = rows_of(actor, measure) if measure is not None and measure.is_counted else None
    return Page(
        meeting=meeting,
        practised=tuple(_practised(engagement) for engagement in meeting.engagements),
        missing=missing_for(meeting),
        measure=measure,
        rows=list(rows[:ROWS_SHOWN]) if rows is not None else [],
        row_count=int(shown.of) if shown else 0,
        reports=list(visible_to(actor, Observation.objects.filter(measure=measure))[:12]) if measure is not None and rows is None else [],
        alarms=list(
            visible_to(actor, ToleranceAlarm.objects.filter(measure__account_touchpoint=at).select_related("acknowledged_by", "measure"))[
                :8
            ]
        ),
        blockages=list(
            visible_to(actor, Blockage.objects.filter(account_touchpoint=at).select_related("owner", "closed_by__activity"))[
                :BLOCKAGES_SHOWN
            ]
        ),
        retired=_no_longer(actor, at),
        measures=measures_at_touchpoint(actor, at.pk),
        desired=_desired(actor, meeting),
    )


def rows_of(actor: Actor, measure: PerformanceMeasure) -> QuerySet[Any]:
    """The rows under the number of the last year."""
    today = days.today()
    return rows_behind(actor, measure, since=today - YEAR + timedelta(days=1), until=today)


def alarm_for(actor: Actor, alarm_id: int) -> ToleranceAlarm:
    """Raises NotFound."""
    path = "measure__account_touchpoint"
    return find(visible_to(actor, ToleranceAlarm.objects.select_related(f"{path}__account", f"{path}__touchpoint")), pk=alarm_id)


def missing_for(meeting: Meeting) -> tuple[str, ...]:
    """Which activities of the type that somebody wrote by hand are not practised."""
    if not meeting.at.label:
        return ()
    entry: Entry = meeting.entry
    covered = meeting.derived.coverage_of(meeting.at.label)  # type: ignore[arg-type]
    return tuple(activity.name for activity in entry.named(covered.missing))


def _no_longer(actor: Actor, at: AccountTouchpoint) -> tuple[str, ...]:
    """Names of activities that are engaged here and that the catalogue no longer has."""
    left = Engagement.objects.filter(account_touchpoint=at, state__in=list(ENGAGED)).exclude(activity__retired_at=None)
    return tuple(visible_to(actor, left).order_by("activity__name").values_list("activity__name", flat=True)[:20])


def _practised(engagement: Engagement) -> Practised:
    labels = dict(ENGAGEMENT_STATES)
    allowed = next_engagement_states(engagement.state)
    return Practised(engagement, tuple((state.value, str(labels[state.value])) for state in EngagementState if state in allowed))


def _desired(actor: Actor, meeting: Meeting) -> Desired | None:
    for profile in profiles_of(actor, meeting.at.account_id):
        found = desired_at(meeting, wanted_by(actor, profile))
        if found is not None:
            standing = (
                items_seen(actor).filter(account=meeting.at.account_id).exclude(state__in=ENDED).values_list("activity__key", flat=True)
            )
            return replace(found, planned=frozenset(standing)) if found.gap.to_start else found
    return None
