"""Keeping the value map with a version that is put up for challenge."""

from __future__ import annotations

from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.strategy.models import FrozenMap, StrategyVersion
from mutua.strategy.queries.frozen_map import as_numbers
from mutua.strategy.queries.value_map import value_map


def keep_value_map(version: StrategyVersion) -> FrozenMap:
    """The map of now, in place of one of an earlier challenge. Called by `move_version`, in its transaction.

    It is the company's: whoever moves the version may see less of it, and what each sees is decided when it is shown.
    """
    content = as_numbers(value_map(flow_actor("value map"), version.strategy))
    kept, _made = FrozenMap.objects.update_or_create(version_of=version, defaults={"content": content, "taken_at": days.now()})
    return kept
