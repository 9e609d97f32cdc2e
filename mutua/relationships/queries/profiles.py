"""Where both want to be, and what lies between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Case, QuerySet, When

from mutua.foundation.access import Actor, visible_to
from mutua.foundation.access.prepared import prepared
from mutua.relationships.models import Activity, Profile, ProfileCell
from mutua.relationships.queries.catalogue import Entry
from mutua.relationships.queries.touchpoints import Meeting
from mutua.relationships.rules.derived_type import DerivedType, derive_type
from mutua.relationships.rules.gap import Gap, find_gap, unmet
from mutua.relationships.rules.kinds import EngagementState
from mutua.relationships.rules.lifecycles import ProfileState


@dataclass(frozen=True)
class Desired:
    """What a profile wants at one touchpoint, against what is practised there. planned: keys of activities that stand on the roadmap, where that was read."""

    entry: Entry
    practised: tuple[str, ...]
    wanted: tuple[str, ...]
    planned: frozenset[str] = frozenset()

    @cached_property
    def gap(self) -> Gap:
        return find_gap(self.entry.practices, set(self.practised), set(self.wanted))

    @cached_property
    def type(self) -> DerivedType:
        """The type that the wanted activities would amount to, all of them fully practised."""
        return derive_type(self.entry.defined, dict.fromkeys(self.wanted, EngagementState.FULL))

    @property
    def add(self) -> list[Activity]:
        return self.entry.named(self.gap.add)

    @property
    def change(self) -> list[tuple[Activity, Activity]]:
        return [(self.entry.by_key[change.old], self.entry.by_key[change.new]) for change in self.gap.change]

    @property
    def drop(self) -> list[Activity]:
        return self.entry.named(self.gap.drop)

    @property
    def investment(self) -> Decimal:
        """What the catalogue takes it to cost us to begin all of it."""
        return sum((activity.cost for activity in self.entry.named(self.gap.to_start)), Decimal(0))

    @property
    def to_plan(self) -> list[Activity]:
        """What is to begin and does not stand on the roadmap yet."""
        return self.entry.named(key for key in self.gap.to_start if key not in self.planned)

    @property
    def still_to_invest(self) -> Decimal:
        return sum((activity.cost for activity in self.to_plan), Decimal(0))

    @property
    def currency(self) -> str:
        return self.entry.activities[0].currency if self.entry.activities else ""

    def met(self, key: str) -> list[Activity]:
        """The prerequisites of an activity that are met by what is practised today."""
        missing = set(unmet(self.entry.practices, key, self.practised))
        return self.entry.named(needed for needed in self.entry.by_key[key].requires if needed not in missing)

    def unmet(self, key: str) -> list[Activity]:
        return self.entry.named(unmet(self.entry.practices, key, self.practised))


def profiles_of(actor: Actor, account_id: int) -> list[Profile]:
    """The living desired profiles of an account: what somebody reviewed before mere drafts, the surest first."""
    return _living(actor, account_id)


@prepared
def _living(actor: Actor, account_id: int) -> QuerySet[Profile]:
    living = Profile.objects.filter(account_id=account_id).exclude(state=ProfileState.SUPERSEDED)
    is_draft = Case(When(state=ProfileState.DRAFT, then=True), default=False)
    return visible_to(actor, living).select_related("account").order_by(is_draft, "-confidence", "-as_of", "-pk")


def wanted_by(actor: Actor, profile: Profile) -> dict[int, tuple[str, ...]]:
    """Keys of the wanted activities that the catalogue still has, by touchpoint id: two queries."""
    return wanted_in(cells_of(actor, profile))


def wanted_in(cells: Mapping[int, ProfileCell]) -> dict[int, tuple[str, ...]]:
    """The same of cells that were read already. Where only a wish stands, nothing is said about practices: they are not to be dropped."""
    found = {number: tuple(one.key for one in cell.activities.all() if one.retired_at is None) for number, cell in cells.items()}
    return {number: keys for number, keys in found.items() if keys}


def cells_of(actor: Actor, profile: Profile) -> dict[int, ProfileCell]:
    """The cells of a profile by touchpoint id, with their activities: two queries."""
    cells = visible_to(actor, ProfileCell.objects.filter(profile=profile)).prefetch_related("activities")
    return {cell.touchpoint_id: cell for cell in cells}


def desired_at(meeting: Meeting, wanted: dict[int, tuple[str, ...]]) -> Desired | None:
    """None where the profile says nothing about this touchpoint."""
    keys = wanted.get(meeting.at.touchpoint_id)
    return None if keys is None else Desired(meeting.entry, tuple(meeting.practised), keys)
