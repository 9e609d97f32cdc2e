"""What of a desired profile may leave the house. Whoever shows something to a customer asks here first."""

from __future__ import annotations

from enum import StrEnum

from mutua.relationships.rules.lifecycles import ProfileState


class Visibility(StrEnum):
    INTERNAL = "internal"
    SHARED = "shared"
    AGREED = "agreed"


NEXT: dict[Visibility, frozenset[Visibility]] = {
    Visibility.INTERNAL: frozenset({Visibility.SHARED}),
    Visibility.SHARED: frozenset({Visibility.AGREED}),
    Visibility.AGREED: frozenset(),
}
# Of a shared profile, the customer sees these and nothing else: no confidence, no note, no cost, no gap, no other perspective.
SHOWN_OF_PROFILE = frozenset({"perspective", "as_of", "state", "visibility", "participants", "agreement"})
SHOWN_OF_CELL = frozenset({"touchpoint", "activities", "performance", "wish", "measure", "change"})


def next_visibilities(visibility: str) -> frozenset[Visibility]:
    return NEXT[Visibility(visibility)]


def leaves_the_house(visibility: str, state: str) -> bool:
    """Whether the customer may see this profile at all: somebody shared it, and no other has superseded it. ValueError for unknown words."""
    return Visibility(visibility) is not Visibility.INTERNAL and ProfileState(state) is not ProfileState.SUPERSEDED
