from __future__ import annotations

from itertools import product

import pytest

from mutua.relationships.rules.lifecycles import ProfileState
from mutua.relationships.rules.visibility import SHOWN_OF_CELL, SHOWN_OF_PROFILE, Visibility, leaves_the_house, next_visibilities


@pytest.mark.parametrize(("visibility", "state"), list(product(Visibility, ProfileState)))
def test_only_what_somebody_shared_and_nobody_superseded_leaves_the_house(visibility: Visibility, state: ProfileState) -> None:
    """P13."""
    assert leaves_the_house(visibility, state) is (visibility in ("shared", "agreed") and state != "superseded")


def test_an_unknown_word_leaves_nothing_out() -> None:
    with pytest.raises(ValueError, match="public"):
        leaves_the_house("public", "draft")
    with pytest.raises(ValueError, match="deleted"):
        leaves_the_house("shared", "deleted")


def test_nothing_goes_back_inside_and_nothing_is_agreed_unseen() -> None:
    assert {one.value: sorted(next_visibilities(one)) for one in Visibility} == {"internal": ["shared"], "shared": ["agreed"], "agreed": []}


def test_what_is_ours_alone_is_not_among_what_is_shown() -> None:
    assert not (SHOWN_OF_PROFILE | SHOWN_OF_CELL) & {"note", "confidence", "confidence_reason", "custom", "source", "gap", "cost", "id"}
