"""Who gets the next lead: in turn, or whoever has the fewest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Seller:
    """Somebody who takes leads, and how many open ones there are already."""

    user_id: int
    name: str
    open_leads: int


@dataclass(frozen=True)
class Turn:
    """Who gets it. place: among how many (`of`), counted from 1; skipped: the names of those who have as many as they take."""

    seller: Seller
    place: int
    of: int
    skipped: tuple[str, ...] = ()


def in_turn(sellers: Sequence[Seller], last: int | None, most: int | None) -> Turn | None:
    """The one after `last` in the order of the sellers, round and round; who has `most` open leads is skipped. None: nobody is free."""
    start = next((place + 1 for place, one in enumerate(sellers) if one.user_id == last), 0)
    order = [(start + step) % len(sellers) for step in range(len(sellers))]
    skipped: list[str] = []
    for place in order:
        if most is None or sellers[place].open_leads < most:
            return Turn(sellers[place], place + 1, len(sellers), tuple(skipped))
        skipped.append(sellers[place].name)
    return None


def by_load(sellers: Sequence[Seller], last: int | None, most: int | None) -> Turn | None:
    """The one with the fewest open leads; of several, the one whose turn it is."""
    if not sellers:
        return None
    fewest = min(one.open_leads for one in sellers)
    turn = in_turn([one for one in sellers if one.open_leads == fewest], _before(sellers, fewest, last), most)
    if turn is None:
        return None
    return Turn(turn.seller, sellers.index(turn.seller) + 1, len(sellers))


def _before(sellers: Sequence[Seller], fewest: int, last: int | None) -> int | None:
    """The last of those with the fewest whose place is not after that of `last`: after it the turn goes on."""
    stop = next((place for place, one in enumerate(sellers) if one.user_id == last), -1)
    before = [one.user_id for one in sellers[: stop + 1] if one.open_leads == fewest]
    return before[-1] if before else None
