from __future__ import annotations

import pytest

from mutua.relationships.rules.gap import Change, Practice, find_gap, unmet

CATALOGUE = [
    Practice("no-appointment", "appointment"),
    Practice("scheduled", "appointment"),
    Practice("standing", "appointment", ("scheduled",)),
    Practice("permanent", "appointment", ("standing",)),
    Practice("edi-asn", "information"),
    Practice("web-status", "information", ("edi-asn",)),
    Practice("crp", "planning", ("edi-asn",)),
    Practice("cpfr", "planning", ("crp",)),
    Practice("review"),
    Practice("survey"),
]


def test_scenario_four_adds_one_changes_one_drops_none() -> None:
    gap = find_gap(CATALOGUE, {"edi-asn", "scheduled"}, {"edi-asn", "standing", "crp"})
    assert gap.add == ("crp",)
    assert gap.change == (Change("scheduled", "standing"),)
    assert gap.drop == ()
    assert gap.to_start == ("crp", "standing")


def test_without_a_slot_nothing_is_an_alternative() -> None:
    gap = find_gap(CATALOGUE, {"review"}, {"survey"})
    assert (gap.add, gap.change, gap.drop) == (("survey",), (), ("review",))


def test_equal_profiles_leave_no_gap() -> None:
    assert not find_gap(CATALOGUE, {"crp"}, {"crp"})


def test_a_prerequisite_is_met_by_itself() -> None:
    assert unmet(CATALOGUE, "crp", {"edi-asn"}) == ()
    assert unmet(CATALOGUE, "crp", {"review"}) == ("edi-asn",)


def test_a_prerequisite_is_met_by_what_replaced_it_and_requires_it() -> None:
    assert unmet(CATALOGUE, "crp", {"web-status"}) == ()


def test_it_is_met_through_others_too() -> None:
    assert unmet(CATALOGUE, "standing", {"permanent"}) == ()


def test_an_alternative_that_does_not_require_it_meets_nothing() -> None:
    assert unmet(CATALOGUE, "standing", {"no-appointment"}) == ("scheduled",)


def test_an_unknown_activity_is_named() -> None:
    with pytest.raises(ValueError, match="hovercraft"):
        find_gap(CATALOGUE, {"hovercraft"}, set())
