"""Segments over the API and in their list: the same predicates, acts and figures as on their pages."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mutua.backoffice.models import Worth, WorthCohort
from mutua.backoffice.tests.making import make_order
from mutua.customers.tests.making import make_account, make_person
from mutua.foundation import days
from mutua.strategy.actions.recompute_segment import recompute_segment
from mutua.strategy.models import Segment, SegmentMember
from mutua.strategy.tests.making import make_segment, make_strategy

pytestmark = pytest.mark.django_db
GERMAN = {"all": [{"field": "country", "op": "is", "value": "DE"}]}


@pytest.fixture
def executive(client, cast):
    client.force_login(cast.user("executive"))
    return client


def send(client, method, address, sent=None, **headers):
    return getattr(client, method)(f"/api/v1/{address}", json.dumps(sent or {}), content_type="application/json", **headers)


def told(client, address, **asked):
    answer = client.get(f"/api/v1/{address}", asked)
    assert answer.status_code == 200, answer.content
    return answer.json()


def worth(account, value, currency="USD", **values):
    return Worth.objects.create(account=account, currency=currency, value=value, **{"orders": 3, "alive": 0.5, "purchases": 2.0, **values})


def test_a_segment_is_added_counted_changed_and_binned(executive, cast):
    german, french = make_account(country="DE", owner=cast.ada, name="Berg"), make_account(country="FR", owner=cast.ada, name="Mont")
    made = send(executive, "post", "segments", {"name": "German grocers", "predicate": GERMAN})
    assert made.status_code == 201, made.content
    number, said = made.json()["id"], made.json()
    assert (said["party_kind"], said["predicate"], said["evaluated_at"], said["size"]) == ("account", GERMAN, None, 0)
    assert "DE" in said["says"]
    recompute_segment(cast.executive, number)
    assert told(executive, f"segments/{number}")["size"] == 1
    assert told(executive, f"segments/{number}/members")["items"] == [{"id": german.pk, "name": "Berg"}]

    french_now = {"all": [{"field": "country", "op": "is", "value": "FR"}]}
    assert send(executive, "patch", f"segments/{number}", {"predicate": french_now}).status_code == 428, "it says what it has read"
    changed = send(executive, "patch", f"segments/{number}", {"predicate": french_now}, HTTP_IF_MATCH=made["ETag"])
    assert (changed.status_code, changed.json()["name"]) == (200, "German grocers")
    recompute_segment(cast.executive, number)
    assert told(executive, f"segments/{number}/members")["items"] == [{"id": french.pk, "name": "Mont"}]
    stale = send(executive, "patch", f"segments/{number}", {"name": "Other"}, HTTP_IF_MATCH=made["ETag"])
    assert stale.status_code == 412
    assert {move["name"] for move in told(executive, f"segments/{number}/moves")} == {"Berg", "Mont"}

    tag = executive.get(f"/api/v1/segments/{number}")["ETag"]
    strategy = make_strategy(segment=Segment.objects.get(pk=number))
    kept = send(executive, "delete", f"segments/{number}", HTTP_IF_MATCH=tag)
    assert kept.status_code == 422
    assert "Strategies stand on this segment" in kept.content.decode()
    strategy.delete()
    assert send(executive, "delete", f"segments/{number}", HTTP_IF_MATCH=tag).status_code == 204
    assert executive.get(f"/api/v1/segments/{number}").status_code == 404


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"name": "X", "predicate": {"all": [{"field": "countri", "op": "is", "value": "DE"}]}}, "no field “countri”"),
        ({"name": "X", "predicate": {"some": []}}, "A filter is an object"),
        ({"name": "X", "predicate": {"field": "country", "op": "gt", "value": "DE"}}, "cannot be compared by “gt”"),
        ({"name": " ", "predicate": {}}, ""),
        ({"name": "X", "party_kind": "robot"}, ""),
    ],
)
def test_a_predicate_that_cannot_be_read_adds_nothing(executive, sent, says):
    refused = send(executive, "post", "segments", sent)
    assert refused.status_code == 422
    assert says in json.dumps(refused.json(), ensure_ascii=False)
    assert not Segment.objects.exists()


def test_members_come_page_by_page_of_a_day_and_filtered(executive, cast):
    accounts = [make_account(name=f"A{n}", country="DE" if n % 2 else "FR", owner=cast.ada) for n in range(5)]
    segment = make_segment(members=accounts)
    gone, today = make_account(name="Gone", owner=cast.ada), days.today()
    SegmentMember.objects.create(segment=segment, account=gone, since=today - timedelta(days=9), until=today)
    names, after = [], ""
    for _page in range(3):
        page = told(executive, f"segments/{segment.pk}/members", limit=2, after=after)
        names, after = [*names, *(one["name"] for one in page["items"])], page["next"]
    assert (names, after) == (["A0", "A1", "A2", "A3", "A4"], "")
    yesterday = told(executive, f"segments/{segment.pk}/members", on=str(today - timedelta(days=1)))
    assert [one["name"] for one in yesterday["items"]] == ["A0", "A1", "A2", "A3", "A4", "Gone"]
    german = told(executive, f"segments/{segment.pk}/members", filter=json.dumps(GERMAN))
    assert [one["name"] for one in german["items"]] == ["A1", "A3"]
    assert executive.get(f"/api/v1/segments/{segment.pk}/members", {"after": "broken"}).status_code == 400


def test_overlap_and_gaps_are_those_of_the_page(executive, cast):
    both, one, none = (make_account(name=name, owner=cast.ada) for name in ("Both", "One", "None"))
    first, second = make_segment(name="First", members=[both, one]), make_segment(name="Second", members=[both])
    found = told(executive, "segments/overlap")
    assert found["segments"] == [
        {"segment_id": first.pk, "name": "First", "size": 2, "shared": [{"segment_id": second.pk, "accounts": 1}], "alone": 1},
        {"segment_id": second.pk, "name": "Second", "size": 1, "shared": [{"segment_id": first.pk, "accounts": 1}], "alone": 0},
    ]
    assert (found["accounts"], found["in_none"], found["sample"]) == (3, 1, [{"id": none.pk, "name": "None"}])


def test_who_would_belong_is_asked_without_adding(executive, cast):
    make_account(country="DE", owner=cast.ada, name="Berg")
    make_account(country="FR", owner=cast.ada)
    found = told(executive, "segments/preview", predicate=json.dumps(GERMAN))
    assert (found["count"], [one["name"] for one in found["sample"]]) == (1, ["Berg"])
    assert executive.get("/api/v1/segments/preview", {"predicate": "{"}).status_code == 400
    assert not Segment.objects.exists()


def test_worth_is_told_by_currency_down_to_the_members(executive, cast):
    low, high = make_account(name="Low", owner=cast.ada), make_account(name="High", owner=cast.ada)
    segment = make_segment(members=[low, high])
    worth(low, Decimal(100))
    worth(high, Decimal(250))
    worth(low, Decimal(7), "EUR")
    dollars, euros = told(executive, f"segments/{segment.pk}")["worth"]
    assert (dollars["currency"], dollars["value"], dollars["members"], dollars["too_few"]) == ("USD", "350.00", 2, False)
    assert (euros["currency"], euros["value"]) == ("EUR", "7.00")
    first = told(executive, f"segments/{segment.pk}/worth/USD", limit=1)
    assert [one["name"] for one in first["items"]] == ["High"]
    rest = told(executive, f"segments/{segment.pk}/worth/USD", limit=1, after=first["next"])
    assert ([(one["name"], one["value"]) for one in rest["items"]], rest["next"]) == ([("Low", "100.00")], "")


def test_no_count_tells_of_accounts_that_one_does_not_see(client, cast):
    """Whoever asks for somebody else's account by name and amount would otherwise read its amount from the number that fits."""
    make_account(name="Alder", owner=cast.eve, spend_per_year=Decimal(20_800_000))
    mine = make_account(name="Birch", owner=cast.user("ben"))
    asked = {"all": [{"field": "spend", "op": "gte", "value": 20_000_000}]}
    client.force_login(cast.user("ben"))
    assert told(client, "segments/preview", predicate=json.dumps(asked)) == {"count": 0, "sample": []}
    assert told(client, "segments/preview")["count"] == 1
    page = client.get("/segments/new/", {"f": json.dumps(asked)}).content.decode()
    assert "Nobody fits today, or nobody whom you may see." in page
    made = send(client, "post", "segments", {"name": "Big", "predicate": asked}).json()
    both = send(client, "post", "segments", {"name": "All", "predicate": {}}).json()
    for one in (made, both):
        recompute_segment(cast.executive, one["id"])
    assert SegmentMember.objects.filter(segment_id=made["id"]).count() == 1
    assert [told(client, f"segments/{one['id']}")["size"] for one in (made, both)] == [0, 1]
    listed = client.get("/segments/", {"export": "csv"}).getvalue().decode().splitlines()
    assert sorted(line.split(",")[:2] for line in listed[1:]) == [["All", "1"], ["Big", "0"]]
    assert told(client, f"segments/{both['id']}/members")["items"] == [{"id": mine.pk, "name": "Birch"}]
    client.force_login(cast.user("executive"))
    assert [told(client, f"segments/{one['id']}")["size"] for one in (made, both)] == [1, 2]


@pytest.fixture
def by_worth(cast):
    """Four segments: worth 900 (two of 450), 500, too few to say, and nothing ordered; accounts of Ada's but for one of the 450."""
    few = make_account(name="Few", owner=cast.ada)
    for _n in range(2):
        make_order(few, currency="JPY", value=100)
    WorthCohort.objects.create(kind="account", currency="JPY", counted_on=days.today(), customers=1, again=0)
    hers, eves, other = make_account(owner=cast.ada), make_account(owner=cast.eve), make_account(owner=cast.ada)
    for account, value in ((hers, 450), (eves, 450), (other, 500)):
        worth(account, Decimal(value))
    make_segment(name="Few", members=[few])
    make_segment(name="Five hundred", members=[other])
    make_segment(name="Nine hundred", members=[hers, eves])
    make_segment(name="Nothing", members=[make_account(owner=cast.ada)])


def names_in(page):
    return sorted(("Few", "Five hundred", "Nine hundred", "Nothing"), key=page.index)


def test_segments_are_sorted_by_worth_and_too_few_to_say_comes_last(executive, by_worth):
    for sort, known in (("-worth", ["Nine hundred", "Five hundred"]), ("worth", ["Five hundred", "Nine hundred"])):
        names = [one["name"] for one in told(executive, "segments", sort=sort)["items"]]
        assert (names[:2], set(names[2:])) == (known, {"Few", "Nothing"}), sort
        page = executive.get("/segments/", {"sort": sort}).content.decode()
        page = page[page.index("<tbody") :]
        assert names_in(page)[:2] == known
        assert "too few to say" in page
        lines = executive.get("/segments/", {"sort": sort, "export": "csv"}).getvalue().decode().splitlines()
        assert [line.split(",")[0] for line in lines[1:3]] == known


def test_pages_by_worth_hold_each_segment_once(executive, by_worth):
    names, after = [], ""
    for _page in range(4):
        page = told(executive, "segments", sort="-worth", limit=1, after=after)
        names, after = [*names, *(one["name"] for one in page["items"])], page["next"]
    assert (sorted(names), after) == (["Few", "Five hundred", "Nine hundred", "Nothing"], "")


def test_segments_are_filtered_by_worth(executive, by_worth):
    def fitting(op, value=None):
        tree = json.dumps({"field": "worth", "op": op, **({} if value is None else {"value": value})})
        page = executive.get("/segments/", {"f": tree}).content.decode()
        over_api = {one["name"] for one in told(executive, "segments", filter=tree)["items"]}
        assert {name for name in ("Few", "Five hundred", "Nine hundred", "Nothing") if f">{name}</a>" in page} == over_api
        return over_api

    assert fitting("gt", 500) == {"Nine hundred"}
    assert fitting("gte", "500 USD") == {"Five hundred", "Nine hundred"}
    assert fitting("gt", "1 EUR") == set()
    assert fitting("empty") == {"Few", "Nothing"}


def test_whoever_sees_some_members_sorts_and_filters_by_these(client, cast, by_worth):
    client.force_login(cast.user("ada"))
    assert [one["name"] for one in told(client, "segments", sort="-worth")["items"]][:2] == ["Five hundred", "Nine hundred"]
    tree = json.dumps({"field": "worth", "op": "gt", "value": 450})
    assert [one["name"] for one in told(client, "segments", filter=tree)["items"]] == ["Five hundred"]


def test_a_segment_of_people_is_worth_what_they_are(executive, cast):
    person = make_person(owner=cast.ada)
    people = make_segment(name="People", party_kind="person")
    SegmentMember.objects.create(segment=people, person=person)
    Worth.objects.create(person=person, currency="GBP", orders=2, alive=0.9, purchases=3, value=Decimal(40))
    tree = json.dumps({"field": "worth", "op": "is", "value": "40 GBP"})
    assert [one["name"] for one in told(executive, "segments", filter=tree)["items"]] == ["People"]


@pytest.mark.parametrize("address", ["/segments/?sort=-worth", "/api/v1/segments?sort=-worth"])
def test_what_is_asked_does_not_grow_with_segments(executive, cast, address):
    asked = []
    for more in (1, 6):
        for _n in range(more):
            make_segment(members=[make_account(owner=cast.ada)], predicate=GERMAN)
        executive.get(address)
        with CaptureQueriesContext(connection) as queries:
            executive.get(address)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 12
