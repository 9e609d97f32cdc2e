"""The catalogue of touchpoints and their activities, read as a whole: it is small and everything leans on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.core.cache import caches

from mutua.customers.models.folding import Folded
from mutua.foundation.access import Actor, find, visible_to
from mutua.relationships.models import Activity, Touchpoint
from mutua.relationships.rules.derived_type import Defined
from mutua.relationships.rules.gap import Practice

NAMES_KEY = "relationships.touchpoint-names"


@dataclass(frozen=True)
class Entry:
    """One touchpoint with its activities in the order of the catalogue."""

    touchpoint: Touchpoint
    activities: tuple[Activity, ...]

    @cached_property
    def defined(self) -> tuple[Defined, ...]:
        return tuple(activity.defined() for activity in self.activities)

    @cached_property
    def practices(self) -> tuple[Practice, ...]:
        return tuple(activity.practice() for activity in self.activities)

    @cached_property
    def by_key(self) -> dict[str, Activity]:
        return {activity.key: activity for activity in self.activities}

    def named(self, keys: Iterable[str]) -> list[Activity]:
        """The activities of these keys, in the order given."""
        return [self.by_key[key] for key in keys]


Catalogue = dict[int, Entry]


def catalogue(actor: Actor) -> Catalogue:
    """Every touchpoint that has activities by its id, in order: one query."""
    found: dict[Touchpoint, list[Activity]] = {}
    standing = Activity.objects.filter(retired_at=None, touchpoint__retired_at=None, touchpoint__deleted_at=None)
    seen = visible_to(actor, standing.select_related("touchpoint"))
    for activity in seen.order_by("touchpoint__position", "touchpoint_id", "position", "pk"):
        found.setdefault(activity.touchpoint, []).append(activity)
    return {touchpoint.pk: Entry(touchpoint, tuple(activities)) for touchpoint, activities in found.items()}


def whole_catalogue(actor: Actor) -> list[Entry]:
    """Every touchpoint in order, those too that have no activities yet: two queries."""
    known = catalogue(actor)
    touchpoints = visible_to(actor, Touchpoint.objects.filter(retired_at=None)).order_by("position", "pk")
    return [entry_in(known, touchpoint) for touchpoint in touchpoints]


def entry_in(known: Catalogue, touchpoint: Touchpoint) -> Entry:
    """The entry of a touchpoint; one without activities where the catalogue has none for it."""
    return known.get(touchpoint.pk) or Entry(touchpoint, ())


def touchpoint_named(actor: Actor, key: str) -> Touchpoint:
    """A retired one, too: what happens there can still be noted. Raises NotFound."""
    return find(visible_to(actor, Touchpoint.objects.all()), key=key)


def entry_of(actor: Actor, touchpoint: Touchpoint) -> Entry:
    """One touchpoint with its activities: one query."""
    seen = visible_to(actor, Activity.objects.filter(touchpoint=touchpoint, retired_at=None).order_by("position", "pk"))
    return Entry(touchpoint, tuple(seen))


def folded_names(model: type[Touchpoint] | type[Activity]) -> list[tuple[int, str]]:
    """Each entry's number and its name as names are compared, to look for words in: one query. Whoever sees a row of an entry may know its name."""
    return list(model.objects.values_list("pk", Folded("name")))


def touchpoint_name(key: str) -> str | None:
    """What people call it, for lines of the timeline; remembered in the process for five minutes."""
    names = caches["process"].get(NAMES_KEY)
    if names is None:
        names = dict(Touchpoint.objects.values_list("key", "name"))
        caches["process"].set(NAMES_KEY, names, 300)
    return names.get(key)
