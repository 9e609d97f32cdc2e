"""The relationship type of a touchpoint, derived from the activities that are really done there. Nobody types it in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from mutua.relationships.rules.kinds import WEIGHT, EngagementState, RelationshipType

EMERGING_UNDER = Fraction(1, 4)
MIXED_FROM = Fraction(4, 5)


@dataclass(frozen=True)
class Defined:
    """An activity of the catalogue and the type that it defines at its touchpoint."""

    key: str
    type: RelationshipType


@dataclass(frozen=True)
class Coverage:
    """How much of one type is practised. share: weights of its activities ÷ their number, 0 to 1."""

    type: RelationshipType
    share: Fraction
    engaged: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def of(self) -> int:
        return len(self.engaged) + len(self.missing)


@dataclass(frozen=True)
class DerivedType:
    """The type with the largest coverage (on a tie the less involved one), and the coverage of all four as evidence.

    type: None where nothing is done. emerging: its coverage is under 25 %. mixed_with: a second type with at least 80 % of it.
    """

    type: RelationshipType | None
    emerging: bool
    mixed_with: RelationshipType | None
    coverage: tuple[Coverage, ...]

    def coverage_of(self, kind: RelationshipType) -> Coverage:
        return next(row for row in self.coverage if row.type == kind)


def derive_type(catalogue: Iterable[Defined], states: Mapping[str, EngagementState]) -> DerivedType:
    """The type that these engagements amount to.

    catalogue: every activity of the touchpoint. states: activity key → state of its engagement; an activity that is
    absent is not practised, one that the catalogue does not know raises ValueError.
    """
    defined = tuple(catalogue)
    unknown = set(states) - {activity.key for activity in defined}
    if unknown:
        raise ValueError(f"These activities do not belong to the touchpoint: {', '.join(sorted(unknown))}.")
    coverage = tuple(_coverage(kind, [a.key for a in defined if a.type == kind], states) for kind in RelationshipType)

    # `sorted` is stable and RelationshipType is listed by involvement: on a tie the less involved type stands first.
    first, second, *_ = sorted(coverage, key=lambda row: -row.share)
    if not first.share:
        return DerivedType(None, emerging=False, mixed_with=None, coverage=coverage)
    mixed = second.type if second.share >= MIXED_FROM * first.share else None
    return DerivedType(first.type, emerging=first.share < EMERGING_UNDER, mixed_with=mixed, coverage=coverage)


def _coverage(kind: RelationshipType, keys: list[str], states: Mapping[str, EngagementState]) -> Coverage:
    weights = {key: WEIGHT[states.get(key, EngagementState.PLANNED)] for key in keys}
    share = sum(weights.values(), Fraction(0)) / len(keys) if keys else Fraction(0)
    return Coverage(
        kind,
        share,
        engaged=tuple(key for key in keys if weights[key]),
        missing=tuple(key for key in keys if not weights[key]),
    )
