"""The names of touchpoints, which a higher storey knows and tells this one."""

from __future__ import annotations

from collections.abc import Callable

_namers: list[Callable[[str], str | None]] = []


def label_touchpoints_with(name_of: Callable[[str], str | None]) -> None:
    """Register the function that knows the name of a touchpoint by its key; it is asked for every line that is shown, so it must be quick."""
    _namers[:] = [name_of]


def touchpoint_label(key: str) -> str:
    """Its name, or its key in words while nobody knows it: "physical-delivery" becomes "Physical delivery"."""
    for name_of in _namers:
        if name := name_of(key):
            return name
    return key.replace("-", " ").capitalize()
