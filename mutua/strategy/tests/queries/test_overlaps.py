from __future__ import annotations

from dataclasses import replace

import pytest

from mutua.customers.tests.making import make_account
from mutua.strategy.models import Segment
from mutua.strategy.queries.overlaps import overlaps
from mutua.strategy.tests.making import make_segment

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(cast):
    """A: 1 2 3; B: 2 3 4; C: 5. Account 6 is in none."""
    accounts = [make_account(owner=cast.ada, name=f"Account {n}") for n in range(1, 7)]
    for name, members in (("A", [0, 1, 2]), ("B", [1, 2, 3]), ("C", [4])):
        make_segment(name=name, members=[accounts[n] for n in members])
    return accounts


def test_each_pair_is_counted_and_who_is_in_none(cast, three):
    found = overlaps(cast.executive)
    assert [segment.name for segment in found.segments] == ["A", "B", "C"]
    assert [row.counts for row in found.rows] == [[3, 2, 0], [2, 3, 0], [0, 0, 1]]
    assert [row.alone for row in found.rows] == [1, 1, 1]
    assert (found.in_none, [account.name for account in found.sample]) == (1, ["Account 6"])
    assert found.accounts == 6


def test_only_accounts_that_one_sees_are_counted(cast, three):
    stranger = overlaps(cast.eve)
    assert (stranger.accounts, stranger.in_none) == (0, 0)
    assert all(count == 0 for row in stranger.rows for count in row.counts)


def test_of_a_segment_whose_rule_is_hidden_it_is_not_told_who_belongs_to_it(cast, three):
    """Account 5 is in such a one only, and is counted as in none, as any account may be."""
    Segment.objects.filter(name="C").update(predicate={"all": [{"field": "spend", "op": "gte", "value": 50_000}]})
    found = overlaps(replace(cast.ada, hidden=frozenset({"account.spend"})))
    assert [segment.name for segment in found.segments] == ["A", "B"]
    assert [account.name for account in found.sample] == ["Account 5", "Account 6"]
    assert [account.name for account in overlaps(cast.ada).sample] == ["Account 6"]


def test_the_page_tells_it(client, cast, three):
    client.force_login(cast.user("executive"))
    page = client.get("/segments/overlap/").content.decode()
    assert "Account 6" in page
    assert "1 of 6 accounts is in no segment" in page
