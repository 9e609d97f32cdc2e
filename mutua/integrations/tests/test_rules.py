from __future__ import annotations

from datetime import timedelta

from mutua.integrations.rules.ladder import WAITS, wait_after
from mutua.integrations.rules.wanting import unknown, wants


def test_a_name_a_beginning_or_everything_is_wanted():
    assert wants(["sales.opportunity.won"], "sales.opportunity.won")
    assert wants(["sales.*"], "sales.opportunity.won")
    assert wants(["*"], "sales.opportunity.won")
    assert not wants(["sales.opportunity.*", "sale.*"], "sales.territory.changed")
    assert not wants(["sales"], "sales.opportunity.won")
    assert not wants([], "sales.opportunity.won")


def test_what_no_event_fits_is_misspelt():
    assert unknown(["sales.*", "sale.*", "daybook.task.done", "*"], ["sales.opportunity.won", "daybook.task.done"]) == ["sale.*"]


def test_the_ladder_goes_up_for_three_days_and_ends():
    assert list(WAITS) == sorted(WAITS)
    assert wait_after(1) == timedelta(seconds=5)
    assert timedelta(days=3) < sum(WAITS, timedelta()) < timedelta(days=4)
    assert wait_after(len(WAITS)) == timedelta(days=1)
    assert wait_after(len(WAITS) + 1) is None
