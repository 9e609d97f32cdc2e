"""It finds who is there twice, says why, and does not mind the order of the rows."""

from __future__ import annotations

import random

import pytest

from mutua.customers.matching import cluster, find_pairs
from mutua.customers.matching import finding as finding_module
from mutua.customers.matching.pairs import Pair
from mutua.customers.matching.tests.making import PERSON, f1, pairs_within, people, shipped, table, with_duplicates

FEBRL = {
    "given": ["given_name"],
    "family": ["surname"],
    "birth": ["date_of_birth"],
    "ident": ["soc_sec_id"],
    "number": ["street_number"],
    "street": ["address_1"],
    "unit": ["address_2"],
    "city": ["suburb"],
    "post": ["postcode"],
}


def ids(pairs: list[Pair]) -> set[tuple[str, str]]:
    return {(pair.left_id, pair.right_id) for pair in pairs}


def test_it_finds_who_was_written_twice():
    rows, true = with_duplicates(120)
    found = list(find_pairs(table(rows), kind="person", columns=PERSON))
    assert ids(found) == true
    assert found == sorted(found, key=lambda pair: -pair.bits)


def test_among_different_people_it_finds_nobody():
    assert list(find_pairs(table(people(120)), kind="person", columns=PERSON)) == []


def test_the_order_of_the_rows_changes_nothing():
    rows, _true = with_duplicates(60)
    mixed = random.Random(7).sample(rows, len(rows))
    assert list(find_pairs(table(rows), kind="person", columns=PERSON, threshold=0.01)) == list(
        find_pairs(table(mixed), kind="person", columns=PERSON, threshold=0.01)
    )


def test_linking_is_the_same_from_both_sides():
    rows, true = with_duplicates(60)
    first, second = [row for row in rows if "again" not in str(row["id"])], [row for row in rows if "again" in str(row["id"])]
    there = list(find_pairs(table(first), other=table(second), kind="person", columns=PERSON))
    back = list(find_pairs(table(second), other=table(first), kind="person", columns=PERSON))
    assert ids(there) == true
    assert {(pair.right_id, pair.left_id, round(pair.bits, 9)) for pair in back} == {
        (pair.left_id, pair.right_id, round(pair.bits, 9)) for pair in there
    }


def test_by_keys_it_finds_what_it_finds_among_all_pairs(monkeypatch):
    rows, true = with_duplicates(120)
    monkeypatch.setattr(finding_module.blocking, "EVERY_PAIR", 0)
    assert ids(list(find_pairs(table(rows), kind="person", columns=PERSON))) == true


def test_the_same_people_of_febrl_are_found():
    rows = [row for row in shipped("febrl-1") if int(row["rec_id"].split("-")[1]) < 150]
    true = pairs_within((row["rec_id"].split("-")[1], row["rec_id"]) for row in rows)
    assert len(true) == 150
    found = ids(list(find_pairs(table(rows), kind="person", columns=FEBRL, id_column="rec_id")))
    assert f1(found, true) >= 0.99


@pytest.mark.slow
def test_the_made_up_people_of_splink_are_found():
    rows = shipped("fake-1000")
    true = pairs_within((row["cluster"], row["unique_id"]) for row in rows)
    columns = {"given": ["first_name"], "family": ["surname"], "birth": ["dob"], "mail": ["email"], "city": ["city"]}
    found = ids(list(find_pairs(table(rows), kind="person", columns=columns, id_column="unique_id")))
    assert f1(found, true) >= 0.9


def test_evidence_is_in_words_and_adds_up():
    rows, true = with_duplicates(120)
    pair = next(pair for pair in find_pairs(table(rows), kind="person", columns=PERSON) if (pair.left_id, pair.right_id) in true)
    assert "same phone" in pair.words()
    assert "surname" in pair.words()
    assert pair.words().endswith(f"{pair.bits:+.1f} bits")
    # What is left is what was assumed before looking: few of all pairs are true.
    assert -14 < pair.bits - sum(one.bits for one in pair.evidence) < -4
    assert pair.probability == pytest.approx(1 / (1 + 2**-pair.bits))


def test_two_people_of_one_mailbox_are_told_and_not_proposed():
    rows, true = with_duplicates(120)
    couple = [
        {
            "id": "x1",
            "given": "Maria",
            "family": "Tanaka",
            "mail": "tanaka@example.net",
            "phone": "+442077770001",
            "city": "Cork",
            "birth": None,
        },
        {
            "id": "x2",
            "given": "Edgar",
            "family": "Tanaka",
            "mail": "tanaka@example.net",
            "phone": "+442077770001",
            "city": "Cork",
            "birth": None,
        },
    ]
    found = {
        (pair.left_id, pair.right_id): pair for pair in find_pairs(table([*rows, *couple]), kind="person", columns=PERSON, threshold=0.0)
    }
    assert {key for key, pair in found.items() if pair.probability >= 0.5} == true
    told = found["x1", "x2"]
    assert {one.comparison for one in told.cautions} == {"mail", "phone"}
    assert told.words().startswith("one mailbox, but two given names: it may be shared; one telephone, but two given names or birthdays")


def companies() -> list[dict[str, str | None]]:
    words = [
        "Amber",
        "Birch",
        "Cobalt",
        "Dune",
        "Ember",
        "Falcon",
        "Granite",
        "Harbour",
        "Indigo",
        "Juniper",
        "Krypton",
        "Lotus",
        "Mosaic",
        "Nectar",
        "Onyx",
        "Prism",
    ]
    rows: list[dict[str, str | None]] = [
        {"id": f"c{place}", "name": f"{word} {other} Ltd", "website": f"{word}{other}.example".lower(), "parent": None, "city": "Leeds"}
        for place, (word, other) in enumerate(zip(words, words[3:] + words[:3], strict=True))
    ]
    return [
        *rows,
        {"id": "c90", "name": "Harbour Krypton Limited", "website": "www.harbourkrypton.example", "parent": None, "city": "Leeds"},
        {"id": "g1", "name": "Zenith Group plc", "website": "zenith.example", "parent": None, "city": "Leeds"},
        {"id": "g2", "name": "Zenith Group Ltd", "website": "zenith.example", "parent": "g1", "city": "Leeds"},
    ]


def test_a_subsidiary_is_not_its_parent_and_that_is_said():
    columns = {"name": ["name"], "website": ["website"], "parent": ["parent"], "city": ["city"]}
    found = {(pair.left_id, pair.right_id): pair for pair in find_pairs(table(companies()), kind="company", columns=columns, threshold=0.0)}
    assert found["c7", "c90"].probability > 0.5
    assert found["c7", "c90"].cautions == ()
    assert found["g1", "g2"].probability < 0.5
    assert found["g1", "g2"].words().startswith("one is recorded as the parent of the other")
    apart = [{**row, "parent": None} for row in companies()]
    unsaid = {(pair.left_id, pair.right_id): pair for pair in find_pairs(table(apart), kind="company", columns=columns, threshold=0.0)}
    assert unsaid["g1", "g2"].probability > 0.5


def test_groups_go_through_others():
    def pair(left: str, right: str) -> Pair:
        return Pair(left, right, 0.9, 3.2, ())

    assert cluster([pair("b", "c"), pair("x", "y"), pair("a", "b")]) == [("a", "b", "c"), ("x", "y")]
    assert cluster([]) == []


@pytest.mark.parametrize("rows", [[], [{"id": "1", "given": "Ada"}]])
def test_where_nobody_can_be_twice_nothing_is_found(rows):
    one = table(rows or [{"id": "1", "given": "Ada"}]).slice(0, len(rows))
    assert list(find_pairs(one, kind="person", columns={"given": ["given"]})) == []
