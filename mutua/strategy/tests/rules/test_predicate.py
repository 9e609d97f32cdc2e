from __future__ import annotations

import pytest

from mutua.strategy.rules.predicate import parts_of, rooted, switched, turned, with_part, without

A, B, C = ({"field": name, "op": "is", "value": "x"} for name in "abc")
TREE = {"all": [A, {"not": {"any": [B, C]}}]}


def test_a_predicate_always_has_a_group_to_add_to():
    assert rooted(None) == {"all": []}
    assert rooted(A) == {"all": [A]}
    assert rooted(TREE) == TREE
    assert rooted({"not": A}) == {"all": [{"not": A}]}


def test_a_part_is_added_inside_a_negated_group():
    assert with_part(TREE, "1", A) == {"all": [A, {"not": {"any": [B, C, A]}}]}
    assert with_part(TREE, "", C)["all"][2] == C


def test_a_part_is_taken_out_at_its_place():
    assert without(TREE, "1.0") == {"all": [A, {"not": {"any": [C]}}]}
    assert without(TREE, "1") == {"all": [A]}
    assert without(TREE, "") == {"all": []}


def test_a_part_is_negated_and_no_longer():
    assert turned(TREE, "0") == {"all": [{"not": A}, TREE["all"][1]]}
    assert turned(turned(TREE, "1.1"), "1.1") == TREE


def test_a_group_changes_its_word():
    assert switched(TREE, "1") == {"all": [A, {"not": {"all": [B, C]}}]}


def test_parts_know_their_places():
    whole = parts_of(TREE)
    assert [(part.place, part.word, part.negated) for part in whole.parts] == [("0", "", False), ("1", "any", True)]
    assert [part.place for part in whole.parts[1].parts] == ["1.0", "1.1"]


@pytest.mark.parametrize("place", ["7", "0.0", "x", "1.0.0"])
def test_no_place_is_invented(place):
    with pytest.raises(LookupError):
        with_part(TREE, place, C)
