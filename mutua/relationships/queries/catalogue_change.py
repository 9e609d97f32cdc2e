"""What a change of the catalogue would bring, before anybody makes it: what differs, and which derived types move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Value
from django.db.models.functions import Concat

from mutua.foundation.access import Actor, visible_to
from mutua.relationships.models import AccountTouchpoint, Engagement, RoadmapItem
from mutua.relationships.models.roadmap_item import ENDED
from mutua.relationships.rules.book import Book, BookTouchpoint
from mutua.relationships.rules.book_compare import Difference, compare, rederived
from mutua.relationships.rules.derived_type import DerivedType, derive_type
from mutua.relationships.rules.kinds import ENGAGED, EngagementState

NAMED = 50


@dataclass(frozen=True)
class TypeMove:
    """One touchpoint of an account whose derived type would be another. now None: the catalogue would no longer have the touchpoint."""

    at: AccountTouchpoint
    was: DerivedType
    now: DerivedType | None


@dataclass(frozen=True)
class Turn:
    """So many touchpoints of accounts would go from one type to another, those that the reader does not see among them."""

    touchpoint: BookTouchpoint
    was: DerivedType
    now: DerivedType | None
    count: int


@dataclass(frozen=True)
class CatalogueChange:
    """before, after: the catalogue. moves: the first NAMED whose derived type changes, of those that the reader sees, by account.

    moved: how many of all; unseen: how many of them belong to accounts that the reader does not see. expecting: how many items that stand on roadmaps, of
    all accounts, would be expected to bring something else.
    """

    before: Book
    after: Book
    differences: tuple[Difference, ...]
    turns: tuple[Turn, ...]
    moves: tuple[TypeMove, ...]
    moved: int
    unseen: int
    expecting: int = 0

    @property
    def names(self) -> dict[str, str]:
        """What the activities of both are called, by key."""
        return {**self.before.names, **self.after.names}

    @property
    def unnamed(self) -> int:
        """Those that the reader sees, beyond the ones that are named."""
        return self.moved - self.unseen - len(self.moves)


def change_between(actor: Actor, before: Book, after: Book) -> CatalogueChange:
    """At most five queries, whatever the number of accounts. Counts every account; names only what the reader sees."""
    moved: dict[int, tuple[str, DerivedType, DerivedType | None]] = {}
    derived = _Deriving(before, after)
    for number, key, practice in _practices(rederived(before, after)):
        was, now = derived(key, practice)
        if now is None or _said(was) != _said(now):
            moved[number] = (key, was, now)
    seen = (
        visible_to(actor, AccountTouchpoint.objects.filter(touchpoint__key__in={key for key, _was, _now in moved.values()}))
        if moved
        else AccountTouchpoint.objects.none()
    )
    visible = (
        [number for number in seen.order_by("account__sort_key", "pk").values_list("pk", flat=True) if number in moved] if moved else []
    )
    rows = AccountTouchpoint.objects.select_related("account", "touchpoint").in_bulk(visible[:NAMED]) if visible else {}
    return CatalogueChange(
        before,
        after,
        tuple(compare(before, after)),
        _turns(before, moved),
        tuple(TypeMove(rows[number], *moved[number][1:]) for number in visible[:NAMED]),
        len(moved),
        len(moved) - len(visible),
        _expecting(before, after),
    )


def _expecting(before: Book, after: Book) -> int:
    """Open roadmap items of activities whose usual effects are other ones. One query, or none."""
    now = {activity.key: activity.effects for touchpoint in after.touchpoints for activity in touchpoint.activities}
    other = [
        activity.key
        for touchpoint in before.touchpoints
        for activity in touchpoint.activities
        if activity.effects != now.get(activity.key, activity.effects)
    ]
    if not other:
        return 0
    return RoadmapItem.objects.filter(activity__key__in=other, account__deleted_at=None).exclude(state__in=ENDED).count()


class _Deriving:
    """The types before and after of one practice; few practices are different, so each is derived once."""

    def __init__(self, before: Book, after: Book) -> None:
        self.before, self.after = before, after
        self.of = cache(self._derive)

    def __call__(self, key: str, practice: tuple[str, ...]) -> tuple[DerivedType, DerivedType | None]:
        return self.of(key, practice)

    def _derive(self, key: str, practice: tuple[str, ...]) -> tuple[DerivedType, DerivedType | None]:
        states = dict(one.rsplit(":", 1) for one in practice)
        was, now = self.before.touchpoint(key), self.after.touchpoint(key)
        assert was is not None  # only touchpoints of the present catalogue are asked for
        return _derived(was, states), _derived(now, states) if now is not None else None


def _derived(touchpoint: BookTouchpoint, states: dict[str, str]) -> DerivedType:
    known = {activity.key for activity in touchpoint.activities}
    return derive_type(touchpoint.defined, {key: EngagementState(state) for key, state in states.items() if key in known})


def _practices(keys: list[str]) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Of each account touchpoint there: its number, the touchpoint, and "activity:state" of all that is engaged. One query."""
    if not keys:
        return
    engaged = Engagement.objects.filter(
        state__in=list(ENGAGED), account_touchpoint__touchpoint__key__in=keys, account_touchpoint__account__deleted_at=None
    )
    grouped = engaged.order_by().values(number=F("account_touchpoint_id"), key=F("account_touchpoint__touchpoint__key"))
    practice = ArrayAgg(Concat("activity__key", Value(":"), "state"), order_by="activity__key")
    for number, key, practised in grouped.annotate(practice=practice).values_list("number", "key", "practice").iterator(chunk_size=5000):
        yield number, key, tuple(practised)


def _said(derived: DerivedType) -> tuple[object, ...]:
    return derived.type, derived.emerging, derived.mixed_with


def _turns(before: Book, moved: dict[int, tuple[str, DerivedType, DerivedType | None]]) -> tuple[Turn, ...]:
    counted = Counter((key, _said(was), _said(now) if now else None) for key, was, now in moved.values())
    shown = {(key, _said(was), _said(now) if now else None): (was, now) for key, was, now in moved.values()}
    found = []
    for touchpoint in before.touchpoints:
        for (key, was, now), count in counted.most_common():
            if key == touchpoint.key:
                found.append(Turn(touchpoint, *shown[key, was, now], count))
    return tuple(found)
