from __future__ import annotations

from itertools import product
from types import SimpleNamespace

from mutua.strategy.rules.positions import envisioned_before_found
from mutua.strategy.rules.tows import Finding, pairs

FOUND = [Finding(n, kind) for n, kind in enumerate(["threat", "strength", "weakness", "opportunity", "strength", "threat"])]


def test_every_inner_finding_meets_every_outer_one_once():
    made = pairs(FOUND)
    inner, outer = (
        [one for one in FOUND if one.kind in ("strength", "weakness")],
        [one for one in FOUND if one.kind not in ("strength", "weakness")],
    )
    assert {(pair.inside, pair.outside) for pair in made} == {(a.number, b.number) for a, b in product(inner, outer)}
    assert [pair.kind for pair in made] == ["SO", "SO", "ST", "ST", "ST", "ST", "WO", "WT", "WT"]


def test_what_is_known_is_not_made_again():
    assert [(pair.inside, pair.outside) for pair in pairs(FOUND, {(1, 3), (4, 3), (2, 0), (2, 3)})] == [
        (1, 0),
        (1, 5),
        (4, 0),
        (4, 5),
        (2, 5),
    ]


def test_an_envisioned_year_lies_after_the_found_ones():
    def place(year, wanted):
        return SimpleNamespace(year=year, is_envisioned=wanted, share=0)

    assert envisioned_before_found([place(2024, False), place(2026, False), place(2027, True)]) is None
    assert envisioned_before_found([place(2024, False), place(2026, False), place(2025, True), place(2026, True)]) == 2025
    assert envisioned_before_found([place(2025, True)]) is None
