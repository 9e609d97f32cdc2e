"""Every row once, in one order, whichever way one goes, also where values are equal or missing."""

from __future__ import annotations

from typing import Any

import pytest

from mutua.foundation.lists.paging import read_page
from mutua.foundation.lists.state import BadAddress
from mutua.foundation.lists.tests.making import make_users, visible

pytestmark = pytest.mark.django_db


def naive(rows: list[Any], sort: str, down: bool) -> list[int]:
    """The order, said again in plain Python: missing values last, equal ones by key in the same direction."""
    known = sorted((row for row in rows if getattr(row, sort) is not None), key=lambda row: (getattr(row, sort), row.pk), reverse=down)
    missing = sorted((row for row in rows if getattr(row, sort) is None), key=lambda row: row.pk, reverse=down)
    return [row.pk for row in [*known, *missing]]


@pytest.mark.parametrize("sort", ["name", "score"])
@pytest.mark.parametrize("down", [False, True])
def test_going_on_meets_every_row_once_and_going_back_meets_them_again(cast, sort: str, down: bool) -> None:
    make_users(47)
    rows = visible(cast.ada)
    wanted = naive(list(rows), sort, down)
    pages = [read_page(rows, sort, down=down, size=10)]
    while pages[-1].after:
        pages.append(read_page(rows, sort, down=down, size=10, after=pages[-1].after))
    assert [row.pk for page in pages for row in page.rows] == wanted
    for forward in reversed(pages[:-1]):
        back = read_page(rows, sort, down=down, size=10, before=pages[pages.index(forward) + 1].before)
        assert [row.pk for row in back.rows] == [row.pk for row in forward.rows]
    assert pages[0].before == ""


def test_a_row_that_comes_in_between_moves_nothing(cast) -> None:
    made = make_users(20)
    first = read_page(visible(cast.ada), "name", down=False, size=10)
    made[0].name = "Zz"
    made[0].save()
    second = read_page(visible(cast.ada), "name", down=False, size=10, after=first.after)
    assert [row.name for row in second.rows] == [f"Row {n:05}" for n in range(10, 20)]


@pytest.mark.parametrize(
    "broken",
    [
        "x",
        "W10",
        "WyJhIiwiYiJd",
        "bnVsbA",
        "%00",
        "eyJhIjoxfQ",
        "W251bGwsMWU5OTld",
        "WyJcdTAwMDAiLDFd",
        "W251bGwsMWU5OTksInNjb3JlIl0",
        "WyJcdTAwMDAiLDEsInNjb3JlIl0",
        "WyJ4IiwxLCJzY29yZSJd",
        "WzEsMixbInNjb3JlIl1d",
    ],
)
def test_a_broken_place_is_refused_with_a_sentence(cast, broken: str) -> None:
    make_users(3)
    with pytest.raises(BadAddress, match="first page"):
        read_page(visible(cast.ada), "score", down=False, size=2, after=broken)


@pytest.mark.parametrize(("sort", "down"), [("score", False), ("name", True)])
def test_a_place_in_another_order_is_refused_with_a_sentence(cast, sort: str, down: bool) -> None:
    make_users(5)
    first = read_page(visible(cast.ada), "name", down=False, size=2)
    with pytest.raises(BadAddress, match="another order"):
        read_page(visible(cast.ada), sort, down=down, size=2, after=first.after)
