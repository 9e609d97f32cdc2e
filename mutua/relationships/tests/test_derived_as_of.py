"""P12: what type a touchpoint had on a day is shown again with what was known, and by the catalogue, of that day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection

from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.access import NotFound
from mutua.relationships.actions.change_catalogue import change_catalogue
from mutua.relationships.actions.label_touchpoint import label_touchpoint
from mutua.relationships.actions.move_engagement import move_engagement
from mutua.relationships.models import AccountTouchpoint, CatalogueVersion, Engagement
from mutua.relationships.queries.catalogue_versions import standing_book
from mutua.relationships.queries.derived_as_of import TouchpointThen, derived_as_of
from mutua.relationships.tests.actions.test_change_catalogue import retyped
from mutua.relationships.tests.making import make_account_touchpoint, make_engagement
from tests.cast import Cast

pytestmark = pytest.mark.django_db

MAY, JUNE, JULY, AUGUST = (datetime(2026, month, 10, 9, tzinfo=UTC) for month in (5, 6, 7, 8))


def wrote(moment: datetime, act: Any) -> Any:
    """As if it had been done then: the clock is set, and the old rows that it left bear that moment."""
    with connection.cursor() as cursor:
        tables = ("engagementevent", "accounttouchpointevent")
        newest = {}
        for table in tables:
            cursor.execute(f"select coalesce(max(pgh_id), 0) from relationships_{table}")
            newest[table] = cursor.fetchone()[0]
        with days.as_of(moment):
            result = act()
        for table in tables:
            cursor.execute(f"update relationships_{table} set pgh_created_at = %s where pgh_id > %s", [moment, newest[table]])
    return result


def made(record: Any, moment: datetime) -> Any:
    type(record).objects.filter(pk=record.pk).update(created_at=moment)
    with connection.cursor() as cursor:  # this write is the test's, not history
        cursor.execute(f"delete from {type(record)._meta.db_table}event where pgh_obj_id = %s", [record.pk])
    record.refresh_from_db()
    return record


@pytest.fixture
def at(cast: Cast) -> AccountTouchpoint:
    """May: floor loads in full. June: EDI as a pilot. July: EDI in full, floor loads retired."""
    at = made(make_account_touchpoint(make_account(owner=cast.ada)), MAY)
    floor = made(make_engagement(at, "floor-load", since=date(2026, 1, 1)), MAY)
    edi = made(make_engagement(at, "edi-asn", state="pilot", since=date(2026, 6, 1)), JUNE)
    wrote(JULY, lambda: move_engagement(cast.ada, edi.pk, version=None, to="partial"))
    wrote(JULY, lambda: move_engagement(cast.ada, edi.pk, version=None, to="full"))
    wrote(JULY, lambda: move_engagement(cast.ada, floor.pk, version=None, to="retired"))
    return at


def then(cast: Cast, at: AccountTouchpoint, day: date, **how: Any) -> TouchpointThen:
    [found] = derived_as_of(cast.ada, at.account_id, day, **how).touchpoints
    return found


def states(found: TouchpointThen) -> dict[str, str]:
    return {row.key: row.state.value for row in found.engagements}


def test_each_day_has_the_states_and_the_type_that_were_known_then(cast: Cast, at: AccountTouchpoint) -> None:
    assert derived_as_of(cast.ada, at.account_id, date(2026, 5, 9)).touchpoints == ()
    may, june, july = (then(cast, at, date(2026, month, 10)) for month in (5, 6, 7))
    assert states(may) == {"floor-load": "full"}
    assert may.derived.type == "independent"
    assert states(june) == {"floor-load": "full", "edi-asn": "pilot"}  # 1/8 against (1/4)/7: still Independent
    assert june.derived.type == "independent"
    assert states(july) == {"floor-load": "retired", "edi-asn": "full"}
    assert july.derived.type == "cooperative"
    assert states(then(cast, at, date(2026, 7, 9))) == states(june)
    assert may.engagements[0].name == "Floor load, ship sheets"


def test_by_what_is_known_now_an_engagement_counts_from_its_first_day_to_its_last(cast: Cast, at: AccountTouchpoint) -> None:
    assert states(then(cast, at, date(2026, 3, 1), known_now=True)) == {"floor-load": "full"}
    assert states(then(cast, at, date(2026, 6, 5), known_now=True)) == {"floor-load": "full", "edi-asn": "full"}
    assert then(cast, at, date(2026, 7, 20), known_now=True).derived.type == "cooperative"


def test_a_day_is_judged_by_the_catalogue_of_that_day(cast: Cast, at: AccountTouchpoint) -> None:
    book = standing_book(cast.root)
    with days.as_of(datetime(2027, 8, 10, 9, tzinfo=UTC)):
        change_catalogue(cast.root, retyped(book, "physical-delivery", "edi-asn", type="strategic", name="EDI, all of it"), on=1)
    before, after = (then(cast, at, date(2027, 8, day)) for day in (9, 10))
    assert (before.derived.type, after.derived.type) == ("cooperative", "strategic")
    named = [{row.key: row.name for row in one.engagements}["edi-asn"] for one in (before, after)]
    assert named == ["EDI and advance ship notice", "EDI, all of it"]


def test_a_day_before_the_first_version_says_so(cast: Cast, at: AccountTouchpoint) -> None:
    first = CatalogueVersion.objects.get(number=1).made_at.date()
    assert not derived_as_of(cast.ada, at.account_id, first).before_first
    assert derived_as_of(cast.ada, at.account_id, date(2026, 5, 10)).before_first


def test_a_label_written_later_was_not_there(cast: Cast, at: AccountTouchpoint) -> None:
    wrote(JUNE, lambda: label_touchpoint(cast.ada, at.account_id, "physical-delivery", version=None, label="strategic", reason="lunch"))
    wrote(JULY, lambda: label_touchpoint(cast.ada, at.account_id, "physical-delivery", version=None, label="", reason=""))
    assert [then(cast, at, date(2026, month, 10)).label for month in (5, 6, 7)] == ["", "strategic", ""]
    assert then(cast, at, date(2026, 6, 10)).derived.type == "independent"


def test_a_deleted_row_stands_on_the_days_before(cast: Cast, at: AccountTouchpoint) -> None:
    wrote(AUGUST, lambda: Engagement.objects.filter(activity__key="edi-asn").delete())
    assert "edi-asn" in states(then(cast, at, date(2026, 8, 9)))
    assert "edi-asn" not in states(then(cast, at, date(2026, 8, 10)))


def test_a_stranger_finds_nothing(cast: Cast, at: AccountTouchpoint) -> None:
    with pytest.raises(NotFound):
        derived_as_of(cast.eve, at.account_id, date(2026, 7, 10))


def test_it_asks_the_same_however_many_touchpoints_there_are(cast: Cast, at: AccountTouchpoint, django_assert_num_queries: Any) -> None:
    for key in ("order-management", "invoicing-payment", "claims-service"):
        made(make_account_touchpoint(at.account, key=key), MAY)
    with django_assert_num_queries(7):
        assert len(derived_as_of(cast.ada, at.account_id, date(2027, 7, 10)).touchpoints) == 4
