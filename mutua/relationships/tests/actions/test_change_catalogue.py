"""The catalogue changes as a whole, with its versions; what would move is known before, and only what the reader may see is named."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from mutua.customers.tests.making import make_account
from mutua.foundation.access import NotAllowed, flow_actor
from mutua.foundation.records.errors import Refused
from mutua.relationships.actions.change_catalogue import CatalogueMoved, change_catalogue
from mutua.relationships.models import Activity, CatalogueVersion, Touchpoint
from mutua.relationships.queries.catalogue_change import change_between
from mutua.relationships.queries.catalogue_versions import newest_version, standing_book
from mutua.relationships.queries.touchpoints import meetings_of
from mutua.relationships.rules.book import Book
from mutua.relationships.tests.making import make_account_touchpoint, make_catalogue, make_engagement
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(db: None) -> Book:
    make_catalogue()
    return standing_book(flow_actor("test"))


def retyped(book: Book, touchpoint: str, activity: str, **values: Any) -> Book:
    place = book.touchpoint(touchpoint)
    assert place is not None
    row = place.activity(activity)
    assert row is not None
    return book.with_touchpoint(place.with_activity(replace(row, **values)))


def test_the_tables_and_the_newest_version_say_the_same(cast: Cast, book: Book) -> None:
    newest = newest_version(cast.root)
    assert newest is not None
    assert newest.book == book
    version = change_catalogue(
        cast.root, retyped(book, "physical-delivery", "crp", cost=Decimal("91000.50"), moves=("damage-free",), effects={}), on=1
    )
    assert version.number == 2
    assert version.book == standing_book(cast.root)
    assert CatalogueVersion.objects.get(number=1).book == book
    activity = Activity.objects.get(key="crp")
    assert (activity.cost, activity.moves) == (Decimal("91000.50"), ["damage-free"])


def test_nothing_new_makes_no_version(cast: Cast, book: Book) -> None:
    with nothing_changes():
        assert change_catalogue(cast.root, book, on=1).number == 1


@pytest.mark.parametrize("name", ["ada", "ben", "cleo", "executive", "mia"])
def test_who_has_no_right_of_its_own_changes_nothing(cast: Cast, book: Book, name: str) -> None:
    with pytest.raises(NotAllowed), nothing_changes():
        change_catalogue(getattr(cast, name), retyped(book, "physical-delivery", "crp", hours=1), on=1)


def test_the_slower_of_two_is_told(cast: Cast, book: Book) -> None:
    change_catalogue(cast.root, retyped(book, "physical-delivery", "crp", hours=1), on=1)
    with pytest.raises(CatalogueMoved, match="Somebody else changed"), nothing_changes():
        change_catalogue(cast.root, retyped(book, "physical-delivery", "crp", hours=2), on=1)


def test_a_circle_of_prerequisites_is_refused_with_its_path(cast: Cast, book: Book) -> None:
    crp, edi = (Activity.objects.get(key=key).name for key in ("crp", "edi-asn"))
    assert "edi-asn" in Activity.objects.get(key="crp").requires
    with pytest.raises(Refused) as refused, nothing_changes():
        change_catalogue(cast.root, retyped(book, "physical-delivery", "edi-asn", requires=("crp",)), on=1)
    assert f"{edi} → {crp} → {edi}" in str(refused.value)


def test_an_activity_does_not_go_to_another_touchpoint(cast: Cast, book: Book) -> None:
    delivery, orders = book.touchpoint("physical-delivery"), book.touchpoint("order-management")
    assert delivery is not None
    assert orders is not None
    gone = delivery.activity("floor-load")
    assert gone is not None
    moved = book.with_touchpoint(delivery.without("floor-load")).with_touchpoint(orders.with_activity(gone))
    with pytest.raises(Refused, match="belongs to the touchpoint physical-delivery"), nothing_changes():
        change_catalogue(cast.root, moved, on=1)


def test_what_is_retired_counts_no_more_and_comes_back_with_what_hung_on_it(cast: Cast, book: Book) -> None:
    at = make_account_touchpoint(make_account(owner=cast.ada))
    make_engagement(at, "edi-asn")
    make_engagement(at, "floor-load")
    delivery = book.touchpoint("physical-delivery")
    assert delivery is not None
    change_catalogue(cast.root, book.with_touchpoint(delivery.without("floor-load")), on=1)
    [meeting] = meetings_of(cast.ada, at.account_id)
    assert [engagement.activity.key for engagement in meeting.engagements] == ["edi-asn"]
    assert meeting.derived.coverage_of(meeting.derived.coverage[0].type).of == 7  # eight defined Independent before
    change_catalogue(cast.root, book.without("physical-delivery"), on=2)
    assert meetings_of(cast.ada, at.account_id) == []
    change_catalogue(cast.root, book, on=3)
    [meeting] = meetings_of(cast.ada, at.account_id)
    assert {engagement.activity.key for engagement in meeting.engagements} == {"edi-asn", "floor-load"}
    assert Touchpoint.objects.get(key="physical-delivery").retired_at is None


def test_what_would_move_is_what_moves(cast: Cast, book: Book) -> None:
    """Against every account touchpoint derived before and after by the pages' own query."""
    practices = [["edi-asn"], ["floor-load"], ["edi-asn", "floor-load"], ["cpfr", "floor-load", "phone-fax"], []]
    places = [make_account_touchpoint(make_account(owner=cast.ada, name=f"Alder {n}")) for n in range(len(practices))]
    for at, activities in zip(places, practices, strict=True):
        for key in activities:
            make_engagement(at, key)
    after = retyped(book, "physical-delivery", "edi-asn", type="strategic")
    change = change_between(cast.ada, book, after)
    before = {at.pk: meetings_of(cast.ada, at.account_id)[0].derived for at in places}
    change_catalogue(cast.root, after, on=1)
    now = {at.pk: meetings_of(cast.ada, at.account_id)[0].derived for at in places}
    kinds = lambda derived: (derived.type, derived.emerging, derived.mixed_with)  # noqa: E731
    really = {number for number in before if kinds(before[number]) != kinds(now[number])}
    assert really
    assert {move.at.pk for move in change.moves} == really
    assert all((kinds(move.was), kinds(move.now)) == (kinds(before[move.at.pk]), kinds(now[move.at.pk])) for move in change.moves)
    assert (change.moved, change.unseen) == (len(really), 0)


def test_accounts_that_the_reader_does_not_see_are_a_number_only(cast: Cast, book: Book) -> None:
    for owner, name in ((cast.ada, "Alder"), (cast.eve, "Zephyr"), (cast.eve, "Zephyr two")):
        make_engagement(make_account_touchpoint(make_account(owner=owner, name=name)), "edi-asn")
    change = change_between(cast.ada, book, retyped(book, "physical-delivery", "edi-asn", type="strategic"))
    assert [move.at.account.name for move in change.moves] == ["Alder"]
    assert (change.moved, change.unseen, change.unnamed) == (3, 2, 0)
    assert [(turn.count, turn.was.type, turn.now and turn.now.type) for turn in change.turns] == [(3, "cooperative", "strategic")]


def test_the_names_are_bounded_and_the_count_is_whole(
    cast: Cast, book: Book, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mutua.relationships.queries.catalogue_change.NAMED", 3)
    for number in range(7):
        make_engagement(make_account_touchpoint(make_account(owner=cast.ada, name=f"Alder {number}")), "edi-asn")
    with django_assert_max_num_queries(4):
        change = change_between(cast.ada, book, retyped(book, "physical-delivery", "edi-asn", type="strategic"))
    assert [move.at.account.name for move in change.moves] == ["Alder 0", "Alder 1", "Alder 2"]
    assert (change.moved, change.unnamed, change.unseen) == (7, 4, 0)


def test_a_past_version_is_never_rewritten(book: Book) -> None:
    for statement in ("update relationships_catalogueversion set note = 'x'", "delete from relationships_catalogueversion"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
