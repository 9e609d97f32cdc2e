"""What may come in. Everything is checked before anything is counted, so a refused call changes nothing."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping
from typing import Any, SupportsFloat, SupportsIndex

Numbers = SupportsFloat | Iterable[SupportsFloat]
Counts = SupportsIndex | Iterable[SupportsIndex]
Bookmark = SupportsIndex | str

LARGEST = 1e140  # the squares of a hundred million such numbers still have a sum


def number(name: str, value: SupportsFloat) -> float:
    """`value` as a finite float; ValueError otherwise."""
    try:
        if isinstance(value, str):
            raise TypeError
        result = float(value)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{name} is {value!r}, but must be a number.") from None
    if not abs(result) <= LARGEST:
        raise ValueError(f"{name} is {result}, but must be a finite number of at most {LARGEST:g} in size.")
    return result


def proper_fraction(name: str, value: SupportsFloat) -> float:
    """`value` as a float strictly between 0 and 1; ValueError otherwise."""
    result = number(name, value)
    if not 0.0 < result < 1.0:
        raise ValueError(f"{name} is {result}, but must lie strictly between 0 and 1.")
    return result


def whole(name: str, value: SupportsIndex, *, least: int) -> int:
    """`value` as an int of at least `least`; ValueError otherwise."""
    try:
        result = operator.index(value)
    except TypeError:
        if not (isinstance(value, float) and value.is_integer()):
            raise ValueError(f"{name} is {value!r}, but must be a whole number.") from None
        result = int(value)
    if result < least:
        raise ValueError(f"{name} is {result}, but must be at least {least}.")
    return result


def numbers(values: Numbers) -> list[float]:
    """One number or many, in their order."""
    if isinstance(values, str) or not isinstance(values, Iterable):
        values = [values]
    return [number(f"Value {position}", value) for position, value in enumerate(_plain(values), start=1)]


def groups(successes: Counts, trials: Counts) -> list[tuple[int, int]]:
    """(successes, failures) of each group of trials, in their order."""
    won, tried = _counts("successes", successes), _counts("trials", trials)
    if len(won) != len(tried):
        raise ValueError(f"There are {len(won)} numbers of successes for {len(tried)} numbers of trials; each group needs both.")
    for success, trial in zip(won, tried, strict=True):
        if success > trial:
            raise ValueError(f"A group has {success} successes in {trial} trials; there cannot be more successes than trials.")
    return [(success, trial - success) for success, trial in zip(won, tried, strict=True)]


def bookmark(upto: Bookmark) -> int | str:
    """An id as it is kept in a state."""
    return upto if isinstance(upto, str) else whole("upto", upto, least=-(2**63))


def is_news(upto: Bookmark | None, seen: int | str | None) -> bool:
    """Whether a batch that ends with the id `upto` has not been counted yet. Without ids every batch is news."""
    if upto is None or seen is None:
        return True
    upto = bookmark(upto)
    if isinstance(upto, str) and isinstance(seen, str):
        return upto > seen
    if isinstance(upto, int) and isinstance(seen, int):
        return upto > seen
    raise ValueError(f"upto is {upto!r}, but the last observation counted was {seen!r}; ids must be all whole numbers or all text.")


def fields(state: Mapping[str, Any], method: str, expected: set[str]) -> dict[str, Any]:
    """The fields of a state that `method` wrote; ValueError when it is another's or not whole."""
    if not isinstance(state, Mapping) or state.get("method") != method:
        raise ValueError(f"This is not a state of {method}.")
    found = {key: value for key, value in state.items() if key != "method"}
    if found.keys() != expected:
        raise ValueError(f"This state of {method} has {sorted(found)}, but should have {sorted(expected)}.")
    return found


def _counts(name: str, counts: Counts) -> list[int]:
    if isinstance(counts, str) or not isinstance(counts, Iterable):
        counts = [counts]
    return [whole(name, count, least=0) for count in _plain(counts)]


def _plain(values: Iterable[Any]) -> Iterable[Any]:
    """An array as plain Python numbers, which are several times as quick to walk through."""
    plain = getattr(values, "tolist", None)
    result = plain() if callable(plain) else values
    return result if isinstance(result, Iterable) else [result]
