"""Who belongs to a segment: the database against a naive reading, on random parties and random predicates."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from mutua.backoffice.tests.making import make_order
from mutua.customers.models import Account
from mutua.customers.tests.making import make_account, make_person
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.foundation.fields.models import CustomField
from mutua.strategy.actions.recompute_segment import recompute_segment
from mutua.strategy.models import SegmentMember
from mutua.strategy.queries.membership import parties_matching
from mutua.strategy.tests.making import make_segment

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
SPANS = {"d": 1, "w": 7, "m": 30, "y": 365}
FLOW = flow_actor("test")


# The naive reading: one account at a time, in plain Python, from the words of the grammar alone.


def true(tree, account):
    if "all" in tree:
        return all(true(part, account) for part in tree["all"])
    if "any" in tree:
        return any(true(part, account) for part in tree["any"])
    if "not" in tree:
        return not true(tree["not"], account)
    return leaf_true(tree, value_of(tree, account))


def value_of(leaf, account):
    if leaf["field"] == "orders.value":
        orders = account["orders"]
        if leaf.get("within"):
            orders = [(day, value) for day, value in orders if ago(leaf["within"]) <= day <= TODAY]
        return sum((value for _day, value in orders), Decimal(0))
    if leaf["field"] == "custom.grade":
        text = account["custom"].get("grade") or None
        return None if text is None else Decimal(text)
    return account[leaf["field"]]


def leaf_true(leaf, value):
    op, wanted = leaf["op"], leaf.get("value")
    if op == "empty":
        return value is None or value == ""
    if op == "not_empty":
        return not (value is None or value == "")
    if op == "is_not":
        return not (value is not None and same(value, wanted))
    if value is None:
        return False
    match op:
        case "is":
            return same(value, wanted)
        case "in":
            return any(same(value, one) for one in wanted)
        case "contains" if isinstance(value, list):
            return wanted in value
        case "contains":
            return wanted.lower() in value.lower()
        case "starts":
            return value.lower().startswith(wanted.lower())
        case "gt" | "after":
            return value > as_kind(value, wanted)
        case "gte":
            return value >= as_kind(value, wanted)
        case "lt" | "before":
            return value < as_kind(value, wanted)
        case "lte":
            return value <= as_kind(value, wanted)
        case "between":
            return as_kind(value, wanted[0]) <= value <= as_kind(value, wanted[1])
        case "within_last":
            return ago(wanted) <= value <= TODAY
        case "older_than":
            return value < ago(wanted)
    raise AssertionError(op)


def same(value, wanted):
    return value == as_kind(value, wanted)


def as_kind(value, wanted):
    if isinstance(value, date):
        return date.fromisoformat(wanted)
    return Decimal(str(wanted)) if isinstance(value, int | Decimal) else wanted


def ago(span):
    return TODAY - timedelta(int(span[:-1]) * SPANS[span[-1]])


# Random accounts and random predicates.

COUNTRIES = ["Zambia", "Kenya", "", "Côte d'Ivoire"]


def random_accounts(draw, count):
    told = []
    for number in range(count):
        account = make_account(
            name=f"Account {number}", country=draw.choice(COUNTRIES), tier=draw.choice([None, 1, 2, 3]),
            spend_per_year=draw.choice([None, 0, 5_000, 100_000]), roles=draw.sample(["customer", "prospect", "supplier"], draw.randint(0, 2)),
            custom=draw.choice([{}, {"grade": ""}, {"grade": "3"}, {"grade": "7.5"}]),
        )  # fmt: skip
        added = TODAY - timedelta(draw.choice([0, 1, 29, 30, 31, 90, 400]))
        Account.objects.filter(pk=account.pk).update(created_at=datetime(added.year, added.month, added.day, 12, tzinfo=UTC))
        orders = [
            (TODAY - timedelta(draw.choice([0, 29, 30, 31, 365, 366, 800])), Decimal(draw.randint(1, 9) * 10_000))
            for _ in range(draw.randint(0, 3))
        ]
        for day, value in orders:
            make_order(account, value=value, dated_on=day, placed_on=day)
        make_order(account, value=1_000_000, dated_on=TODAY, placed_on=TODAY, currency="JPY")  # never added to the others
        told.append(
            {
                "pk": account.pk,
                "country": account.country,
                "tier": account.tier,
                "roles": account.roles,
                "custom": account.custom,
                "spend": None if account.spend_per_year is None else Decimal(account.spend_per_year),
                "created": added,
                "orders": orders,
            }
        )
    return told


def random_leaf(draw):
    compared = draw.choice(["gt", "gte", "lt", "lte", "is", "is_not"])
    return draw.choice(
        [
            {
                "field": "country",
                "op": draw.choice(["is", "is_not", "contains", "starts"]),
                "value": draw.choice(["Zambia", "k", "Kenya", "ô"]),
            },
            {"field": "country", "op": "in", "value": draw.sample(["Zambia", "Kenya", "Peru"], 2)},
            {"field": draw.choice(["country", "tier", "spend", "custom.grade"]), "op": draw.choice(["empty", "not_empty"])},
            {"field": "tier", "op": compared, "value": draw.choice([1, 2, 3])},
            {"field": "spend", "op": "between", "value": [0, draw.choice([4_999, 5_000, 200_000])]},
            {"field": "roles", "op": "contains", "value": draw.choice(["customer", "supplier"])},
            {"field": "created", "op": draw.choice(["within_last", "older_than"]), "value": draw.choice(["30d", "1m", "90d", "1y", "2w"])},
            {"field": "created", "op": draw.choice(["before", "after", "is"]), "value": (TODAY - timedelta(30)).isoformat()},
            {"field": "orders.value", "op": compared, "value": draw.choice([0, 10_000, 50_000]), "within": draw.choice(["30d", "365d"])},
            {"field": "orders.value", "op": "gte", "value": draw.choice([10_000, 120_000])},
            {"field": "custom.grade", "op": compared, "value": draw.choice([3, 7.5])},
        ]
    )


def random_tree(draw, depth=0):
    word = draw.choice(["leaf", "leaf", "all", "any", "not"]) if depth < 4 else "leaf"
    if word == "leaf":
        return random_leaf(draw)
    if word == "not":
        return {"not": random_tree(draw, depth + 1)}
    return {word: [random_tree(draw, depth + 1) for _ in range(draw.randint(0, 3))]}


@pytest.fixture
def told():
    CustomField.objects.create(record_kind="account", name="grade", label="Grade", kind="number")
    return random_accounts(random.Random(7), 60)


@pytest.mark.parametrize("seed", range(12))
def test_the_database_and_the_naive_reading_agree(told, seed):
    draw = random.Random(seed)
    for _ in range(25):
        tree = random_tree(draw)
        found = set(parties_matching("account", tree, today=TODAY).values_list("pk", flat=True))
        assert found == {account["pk"] for account in told if true(tree, account)}, tree


def test_membership_follows_random_predicates_over_the_days(told):
    draw = random.Random(99)
    segment, belonging = make_segment(), None
    for step in range(12):
        segment.predicate = random_tree(draw)
        segment.save()
        with days.as_of(TODAY):
            moved = recompute_segment(FLOW, segment.pk)
        now = {account["pk"] for account in told if true(segment.predicate, account)}
        assert set(SegmentMember.objects.filter(segment=segment, until=None).values_list("account", flat=True)) == now
        if belonging is not None:
            assert (moved.joined, moved.left) == (len(now - belonging), len(belonging - now)), step
        belonging = now


def test_a_second_look_on_the_same_day_changes_nothing():
    make_account(country="Zambia")
    segment = make_segment(predicate={"field": "country", "op": "is", "value": "Zambia"})
    recompute_segment(FLOW, segment.pk)
    rows = list(SegmentMember.objects.values_list())
    moved = recompute_segment(FLOW, segment.pk)
    assert (moved.joined, moved.left, list(SegmentMember.objects.values_list())) == (0, 0, rows)


def test_time_alone_moves_an_account_out():
    account = make_account()
    segment = make_segment(predicate={"field": "created", "op": "within_last", "value": "30d"})
    recompute_segment(FLOW, segment.pk)
    later = days.today() + timedelta(31)
    with days.as_of(later):
        recompute_segment(FLOW, segment.pk)
    row = SegmentMember.objects.get()
    assert (row.account_id, row.since, row.until) == (account.pk, None, later)


def test_a_segment_is_of_people_too_and_a_binned_one_has_no_members():
    person = make_person(family_name="Mwansa")
    make_person(family_name="Banda")
    segment = make_segment(party_kind="person", predicate={"field": "family_name", "op": "is", "value": "Mwansa"})
    recompute_segment(FLOW, segment.pk)
    assert list(SegmentMember.objects.filter(until=None).values_list("person", flat=True)) == [person.pk]
    segment.deleted_at = days.now()
    segment.save()
    recompute_segment(FLOW, segment.pk)
    assert not SegmentMember.objects.filter(until=None).exists()
