"""The catalogue as a value and as a file."""

from __future__ import annotations

import itertools
import tomllib
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutua.relationships.actions.load_catalogue import CONSUMER_GOODS
from mutua.relationships.rules.book import Book, BookActivity, BookTouchpoint, Unread, book_from, cycle, find_wrong, merged, plain
from mutua.relationships.rules.book_compare import compare
from mutua.relationships.rules.book_text import line_of, toml_of
from mutua.relationships.rules.kinds import Dimension, RelationshipType

SHIPPED = CONSUMER_GOODS.read_text(encoding="utf-8")
keys = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6})?", fullmatch=True)
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).map(str.strip).filter(bool)
levels = st.integers(1, 40).map(lambda tenths: Decimal(tenths) / 10)
money = st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100)
sizes = st.integers(-99_999, 99_999).filter(bool).map(lambda tenths: Decimal(tenths) / 10_000)


@st.composite
def books(draw: Any) -> Book:
    """Books without what may not be said: prerequisites only to activities before, measures that the touchpoint has."""
    names = draw(st.lists(keys, min_size=2, max_size=8, unique=True))
    cut = draw(st.integers(1, len(names) - 1))
    touchpoints = []
    for key in names[:cut]:
        measures = draw(st.lists(keys, max_size=3, unique=True))
        activities: list[BookActivity] = []
        for number in range(draw(st.integers(0, 4))):
            moves = tuple(draw(st.lists(st.sampled_from(measures), unique=True)) if measures else ())
            moved = st.sampled_from(moves or measures) if measures else st.nothing()
            activities.append(
                BookActivity(
                    key=f"{key}-x{number}",
                    name=draw(texts),
                    type=draw(st.sampled_from([kind.value for kind in RelationshipType])),
                    slot=draw(st.just("") | keys),
                    needs=draw(st.dictionaries(st.sampled_from([one.value for one in Dimension]), levels)),
                    requires=tuple(draw(st.lists(st.sampled_from([one.key for one in activities]), unique=True)) if activities else ()),
                    cost=draw(money),
                    hours=draw(st.integers(0, 10_000)),
                    lead_days=draw(st.integers(0, 900)),
                    moves=moves,
                    effects=draw(st.dictionaries(moved, sizes)) if measures else {},
                    effects_from=draw(st.just("") | texts),
                )
            )
        departments = [tuple(dict.fromkeys(draw(st.lists(texts, min_size=1, max_size=2)))) for _side in range(2)]
        touchpoints.append(
            BookTouchpoint(
                key, draw(texts), *departments, draw(st.booleans()), draw(st.integers(0, 10**6)), tuple(measures), tuple(activities)
            )
        )
    return Book(draw(keys), draw(texts), "EUR", tuple(touchpoints))


@given(books())
def test_what_was_written_as_a_file_is_read_back_as_the_same_book(book: Book) -> None:
    assert book_from(tomllib.loads(toml_of(book, edition=7), parse_float=Decimal)) == book
    assert book_from(plain(book)) == book
    assert compare(book, book) == []


@given(books(), books())
def test_merging_keeps_what_comes_and_loses_nothing_that_stood(stands: Book, comes: Book) -> None:
    both = merged(stands, comes)
    for touchpoint in comes.touchpoints:
        kept = both.touchpoint(touchpoint.key)
        assert kept is not None
        assert kept.activities[: len(touchpoint.activities)] == touchpoint.activities
    named = {one.key for book in (stands, comes) for touchpoint in book.touchpoints for one in touchpoint.activities}
    assert {one.key for touchpoint in both.touchpoints for one in touchpoint.activities} == named


def test_the_catalogue_that_ships_with_mutua_is_a_book() -> None:
    book = book_from(tomllib.loads(SHIPPED, parse_float=Decimal))
    assert find_wrong(book) is None
    assert book_from(tomllib.loads(toml_of(book), parse_float=Decimal)) == book


def test_every_activity_of_it_that_costs_something_says_what_it_moves_and_by_how_much() -> None:
    book = book_from(tomllib.loads(SHIPPED, parse_float=Decimal))
    paid = [activity for touchpoint in book.touchpoints for activity in touchpoint.activities if activity.cost]
    assert len(paid) == 77
    assert [activity.key for activity in paid if not activity.moves or set(activity.effects) != set(activity.moves)] == []
    assert {activity.effects_from for activity in paid} == {""}, "its source gives no sizes: each is an assumption"


def has_cycle(requires: dict[int, list[int]]) -> bool:
    """Naively: taking away, again and again, whatever needs nothing that is left; a circle is what stays."""
    left = dict(requires)
    while ready := [key for key, needed in left.items() if not any(one in left for one in needed)]:
        for key in ready:
            del left[key]
    return bool(left)


@given(st.dictionaries(st.integers(0, 6), st.lists(st.integers(0, 6), unique=True, max_size=4)))
def test_a_circle_is_found_where_there_is_one_and_is_really_one(requires: dict[int, list[int]]) -> None:
    names = {str(key): [str(one) for one in needed] for key, needed in requires.items()}
    path = cycle(names)
    assert bool(path) == has_cycle(requires)
    if path:
        assert path[0] == path[-1]
        assert all(after in names[before] for before, after in itertools.pairwise(path))


ONE = Book(
    "ours",
    "Ours",
    "EUR",
    (
        BookTouchpoint(
            "delivery",
            "Delivery",
            ("Warehouse",),
            ("Receiving",),
            measures=("on-time",),
            activities=(BookActivity("a", "A", "independent"), BookActivity("b", "B", "strategic")),
        ),
    ),
)


def changed(**values: Any) -> Book:
    touchpoint = ONE.touchpoints[0]
    return ONE.with_touchpoint(touchpoint.with_activity(replace(touchpoint.activities[1], **values)))


@pytest.mark.parametrize(
    ("book", "kind", "words"),
    [
        (changed(type="friendly"), "type", "friendly"),
        (changed(requires=("c",)), "requires", "c"),
        (changed(requires=("b",)), "cycle", "B"),
        (changed(moves=("fill-rate",)), "moves", "fill-rate"),
        (changed(effects={"fill-rate": Decimal("0.1")}), "effects", "fill-rate"),
        (changed(effects={"on-time": Decimal("0.00001")}), "size", "on-time"),
        (changed(effects={"on-time": Decimal(10_000)}), "size", "on-time"),
        (changed(effects_from="x" * 201), "text", "x" * 201),
        (changed(needs={"data": Decimal("4.1")}), "level", "data"),
        (changed(needs={"data": Decimal("2.25")}), "level", "data"),
        (changed(needs={"luck": Decimal(1)}), "dimension", "luck"),
        (changed(cost=Decimal(-1)), "money", "-1"),
        (changed(hours=-1), "number", "-1"),
        (changed(slot="Two Words"), "key", "Two Words"),
        (changed(name=""), "text", ""),
        (replace(ONE, currency="euro"), "currency", "euro"),
        (
            ONE.with_touchpoint(BookTouchpoint("second", "Second", ("Us",), ("Them",), activities=(BookActivity("a", "A", "strategic"),))),
            "twice",
            "a",
        ),
        (ONE.with_touchpoint(BookTouchpoint("Second", "Second")), "key", "Second"),
        (ONE.with_touchpoint(BookTouchpoint("second", "", ("Us",), ("Them",))), "text", ""),
    ],
)
def test_what_a_book_may_not_say_is_found(book: Book, kind: str, words: str) -> None:
    wrong = find_wrong(book)
    assert wrong is not None
    assert wrong.kind == kind
    assert wrong.words[0] == words


@pytest.mark.parametrize(
    ("line", "put", "kind"),
    [
        ('type = "cooperative"', 'type = "friendly"', "type"),
        ('requires = ["crp"]', 'requires = ["hovercraft"]', "requires"),
        ("hours = 160", "hours = -160", "number"),
    ],
)
def test_the_line_that_is_wrong_is_named(line: str, put: str, kind: str) -> None:
    text = SHIPPED.replace(line, put, 1)
    wrong = find_wrong(book_from(tomllib.loads(text, parse_float=Decimal)))
    assert wrong is not None
    assert wrong.kind == kind
    assert text.splitlines()[(line_of(text, wrong) or 0) - 1] == put


@pytest.mark.parametrize(
    ("line", "put", "kind"),
    [("hours = 160", 'hours = "160"', "kind"), ("slot = ", "slots = ", "unknown"), ('key = "consumer-goods"', "", "missing")],
)
def test_a_file_that_is_no_book_names_its_line(line: str, put: str, kind: str) -> None:
    text = SHIPPED.replace(line, put, 1)
    with pytest.raises(Unread) as found:
        book_from(tomllib.loads(text, parse_float=Decimal))
    assert found.value.wrong.kind == kind
    near = line_of(text, found.value.wrong)
    assert near is not None
    assert text.splitlines()[near - 1].startswith(put.split(" =")[0] if put else "[catalogue]")


def test_every_field_that_differs_is_told_with_both_values() -> None:
    [difference] = compare(ONE, changed(cost=Decimal("12.50"), requires=("a",)))
    assert (difference.kind, difference.touchpoint, difference.activity) == ("changed", "delivery", "b")
    assert [(one.field, one.was, one.now) for one in difference.fields] == [("requires", [], ["a"]), ("cost", 0, "12.5")]
    kinds = [(one.kind, one.activity) for one in compare(ONE, ONE.with_touchpoint(ONE.touchpoints[0].without("a")))]
    assert kinds == [("retired", "a")]


def test_a_touchpoint_without_departments_is_none() -> None:
    wrong = find_wrong(ONE.with_touchpoint(BookTouchpoint("second", "Second", ("Us",))))
    assert wrong is not None
    assert (wrong.kind, wrong.field, wrong.touchpoint) == ("nobody", "their_departments", 1)
