"""It judges changed records as a scan of everything would, by keys and by what the last scan learned."""

from __future__ import annotations

from hashlib import md5

import pytest

from mutua.customers.matching import Model, Pair, compare, find_pairs, keys_of
from mutua.customers.matching.tests.making import PERSON, Row, people, table, with_duplicates, written_again
from mutua.customers.matching.tests.test_finding import companies

COMPANY = {"name": ["name"], "website": ["website"], "parent": ["parent"], "city": ["city"]}


@pytest.fixture(scope="module")
def scanned() -> tuple[list[Row], dict[tuple[str, str], Pair], Model]:
    rows, _true = with_duplicates(120)
    models: list[Model] = []
    found = list(find_pairs(table(rows), kind="person", columns=PERSON, keep=models.append))
    return rows, {(pair.left_id, pair.right_id): pair for pair in found}, Model.from_json(models[0].to_json())


def test_a_few_are_judged_as_in_the_scan_of_all(scanned):
    rows, found, model = scanned
    some = sorted(found)[:5]
    few = [row for row in rows if any(row["id"] in pair for pair in some)]
    again = {(pair.left_id, pair.right_id): pair for pair in compare(table(few), some, kind="person", columns=PERSON, model=model)}
    assert sorted(again) == some
    for key, pair in again.items():
        assert pair.bits == pytest.approx(found[key].bits, abs=1e-6)
        assert [(one.comparison, one.step) for one in pair.evidence] == [(one.comparison, one.step) for one in found[key].evidence]


def test_companies_too():
    models: list[Model] = []
    found = {
        (pair.left_id, pair.right_id): pair for pair in find_pairs(table(companies()), kind="company", columns=COMPANY, keep=models.append)
    }
    few = [row for row in companies() if row["id"] in ("c7", "c90")]
    (pair,) = compare(table(few), [("c90", "c7")], kind="company", columns=COMPANY, model=models[0])
    assert pair.bits == pytest.approx(found["c7", "c90"].bits, abs=1e-6)


def test_who_is_the_same_shares_a_key_and_strangers_mostly_do_not():
    everybody = people(200)
    again = written_again(everybody[17], seed=5)
    by_key: dict[int, set[str]] = {}
    for record, key in keys_of(table(everybody), kind="person", columns=PERSON):
        by_key.setdefault(key, set()).add(record)
    met = set().union(*(by_key.get(key, set()) for _record, key in keys_of(table([again]), kind="person", columns=PERSON)))
    assert "p17" in met
    assert len(met) < 60


def test_keys_are_the_same_in_every_run_and_fit_a_signed_column():
    row = {"id": "1", "mail": "ada@example.org"}
    ((record, key),) = keys_of(table([row]), kind="person", columns={"mail": ["mail"]})
    assert record == "1"
    digest = md5(b"mada@example.org", usedforsecurity=False).digest()
    assert key + 2**63 in {int.from_bytes(half, order) for half in (digest[:8], digest[8:]) for order in ("big", "little")}


def test_a_stranger_is_refused(scanned):
    rows, _found, model = scanned
    with pytest.raises(ValueError, match="no record 'nobody'"):
        list(compare(table(rows[:2]), [("p0", "nobody")], kind="person", columns=PERSON, model=model))
