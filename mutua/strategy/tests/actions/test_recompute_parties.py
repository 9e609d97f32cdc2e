from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mutua.customers.actions.edit_account import edit_account
from mutua.customers.models import Account, Household
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.access import NotAllowed, flow_actor
from mutua.foundation.fields.known import Known
from mutua.foundation.fields.models import CustomField
from mutua.foundation.jobs.inline import run_waiting
from mutua.strategy.actions.recompute_parties import recompute_parties
from mutua.strategy.actions.recompute_segment import recompute_segment
from mutua.strategy.models import Segment, SegmentMember
from mutua.strategy.queries.membership import parties_matching, reaches_others
from mutua.strategy.tests.making import make_segment
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db
FLOW = flow_actor("test")
ZAMBIA = {"field": "country", "op": "is", "value": "Zambia"}


def counted(**values):
    segment = make_segment(**values)
    recompute_segment(FLOW, segment.pk)
    return segment


def belongs(segment):
    return set(SegmentMember.objects.filter(segment=segment, until=None).values_list(f"{segment.party_kind}_id", flat=True))


def test_one_party_moves_and_the_others_are_not_asked(cast):
    account, other = make_account(country="Kenya"), make_account(country="Kenya")
    segment = counted(predicate=ZAMBIA)
    Account.objects.filter(pk__in=[account.pk, other.pk]).update(country="Zambia")
    assert recompute_parties(FLOW, "account", [account.pk]) == 1
    assert belongs(segment) == {account.pk}
    assert SegmentMember.objects.get().since == days.today()


def test_who_leaves_is_kept_with_its_day_and_a_second_look_changes_nothing():
    account = make_account(country="Zambia")
    segment = counted(predicate=ZAMBIA)
    Account.objects.filter(pk=account.pk).update(country="Kenya")
    later = days.today() + timedelta(3)
    with days.as_of(later):
        assert recompute_parties(FLOW, "account", [account.pk]) == 1
        assert recompute_parties(FLOW, "account", [account.pk]) == 0
    row = SegmentMember.objects.get(segment=segment)
    assert (row.since, row.until) == (None, later)


def test_it_comes_to_the_same_as_counting_whole_segments():
    """Random changes of random accounts: after each, every segment has the members that its predicate finds."""
    draw = random.Random(11)
    accounts = [make_account(country=draw.choice(["Zambia", "Kenya"]), tier=draw.choice([1, 2])) for _ in range(20)]
    predicates = [ZAMBIA, {"not": ZAMBIA}, {"all": [ZAMBIA, {"field": "tier", "op": "is", "value": 1}]}, {}]
    segments = [counted(predicate=predicate) for predicate in predicates]
    for _step in range(25):
        some = draw.sample(accounts, draw.randint(1, 4))
        for account in some:
            Account.objects.filter(pk=account.pk).update(country=draw.choice(["Zambia", "Kenya"]), tier=draw.choice([1, 2]))
        recompute_parties(FLOW, "account", [account.pk for account in some])
        for segment in segments:
            assert belongs(segment) == set(parties_matching("account", segment.predicate).values_list("pk", flat=True))


def test_a_segment_that_was_never_counted_waits_for_its_first_count():
    account = make_account(country="Zambia")
    segment = make_segment(predicate=ZAMBIA)
    assert recompute_parties(FLOW, "account", [account.pk]) == 0
    recompute_segment(FLOW, segment.pk)
    assert SegmentMember.objects.get().since is None, "it belonged before anybody looked"


def test_a_rule_that_no_longer_reads_stops_no_other():
    account = make_account(country="Kenya")
    broken, sound = counted(predicate={}), counted(predicate=ZAMBIA)
    Segment.objects.filter(pk=broken.pk).update(predicate={"field": "custom.gone", "op": "is", "value": 1})
    Account.objects.filter(pk=account.pk).update(country="Zambia")
    assert recompute_parties(FLOW, "account", [account.pk]) == 1
    assert belongs(sound) == {account.pk}


def test_whoever_may_not_edit_segments_moves_nobody(cast):
    account = make_account(country="Zambia")
    counted(predicate={"not": ZAMBIA})
    with nothing_changes(), pytest.raises(NotAllowed):
        recompute_parties(cast.dov, "account", [account.pk])


def test_households_have_segments():
    banda, mwansa = (Household.objects.create(name=name) for name in ("Banda", "Mwansa"))
    segment = counted(party_kind="household", predicate={"field": "name", "op": "is", "value": "Banda"})
    assert belongs(segment) == {banda.pk}
    Household.objects.filter(pk=mwansa.pk).update(name="Banda")
    recompute_parties(FLOW, "household", [mwansa.pk])
    assert belongs(segment) == {banda.pk, mwansa.pk}


def test_what_is_asked_does_not_grow_with_the_parties():
    for n in range(5):
        counted(predicate=ZAMBIA, name=f"S{n}")
    ids = [make_account(country="Zambia").pk for _ in range(40)]
    asked = []
    for some in (ids[:1], ids[1:]):
        with CaptureQueriesContext(connection) as queries:
            recompute_parties(FLOW, "account", some)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_an_edit_moves_the_account_through_the_jobs(cast, django_capture_on_commit_callbacks):
    account = make_account(owner=cast.ada, country="Kenya")
    segment = counted(predicate=ZAMBIA)
    edit_account(cast.ada, account.pk, version=None, country="Zambia")
    run_waiting()
    assert belongs(segment) == {account.pk}


@pytest.mark.parametrize(
    ("predicate", "reaches"),
    [(ZAMBIA, False), ({"field": "parent.country", "op": "is", "value": "Zambia"}, True), ({"field": "orders.count", "op": "gte", "value": 1}, False),
     ({"not": {"any": [ZAMBIA, {"field": "owner.name", "op": "is", "value": "Ada"}]}}, True), ({"field": "custom.grade", "op": "is", "value": 1}, False), ({}, False)],
)  # fmt: skip
def test_rules_that_ask_other_records_are_known(predicate, reaches):
    CustomField.objects.create(record_kind="account", name="grade", label="Grade", kind="number")
    assert reaches_others("account", predicate, Known()) is reaches


def test_a_parent_that_moves_takes_its_subsidiary_along(cast):
    parent = make_account(owner=cast.ada, country="Kenya")
    child = make_account(owner=cast.ada, parent=parent)
    segment = counted(predicate={"field": "parent.country", "op": "is", "value": "Zambia"})
    edit_account(cast.ada, parent.pk, version=None, country="Zambia")
    run_waiting()
    assert belongs(segment) == set(), "what did not change itself is asked half a minute later"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE scheduled_at IS NOT NULL AND status = 'todo'")
    run_waiting()
    assert belongs(segment) == {child.pk}
