from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from mutua.foundation import days
from mutua.foundation.events.models import EventRow
from mutua.foundation.records.actions.empty_bin import empty_bin
from mutua.foundation.records.actions.soft_delete import soft_delete
from mutua.foundation.records.bin import KEPT_DAYS, bin_kind
from mutua.foundation.records.errors import Refused, StaleVersion
from mutua.strategy.actions.choose_levers import Wanted, choose_levers
from mutua.strategy.actions.decide_review import decide_review
from mutua.strategy.actions.move_version import move_version
from mutua.strategy.actions.set_objective import edit_objective
from mutua.strategy.actions.state_assumption import state_assumption
from mutua.strategy.actions.write_version import write_version
from mutua.strategy.models import Objective, Review, StrategyVersion
from mutua.strategy.queries.abandoned import abandoned_among
from mutua.strategy.tests.making import make_objective, make_strategy, make_version
from mutua.strategy.tests.metrics import told
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("column", ["statement", "who", "value_to_them", "value_to_us", "what_we_do", "ansoff"])
def test_the_database_lets_nobody_change_an_approved_version(column):
    version = make_version(active=True)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        StrategyVersion.objects.filter(pk=version.pk).update(**{column: "market"})
    make_version()
    StrategyVersion.objects.filter(state="draft").update(**{column: "market"})


@pytest.mark.parametrize("column", ["target", "tolerance", "break_even"])
def test_the_database_lets_nobody_move_the_goal_of_an_approved_version(column):
    make_objective()
    with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
        Objective.objects.update(**{column: 0.5})
    Objective.objects.update(name="Another name")


def test_the_database_lets_nobody_delete_what_was_decided(cast):
    objective = make_objective(make_version(active=True))
    decide_review(cast.executive, objective.version_of_id, decision="continue", reason="It holds", version=None)
    for table in ("strategy_strategyversion", "strategy_objective", "strategy_review"):
        with nothing_changes(), pytest.raises(IntegrityError, match="deleted"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")
    with nothing_changes(), pytest.raises(IntegrityError, match="for ever"), transaction.atomic():
        Review.objects.update(reason="It never held")


def test_an_objective_is_not_slipped_into_an_approved_version():
    ours, approved = make_objective(make_version()), make_version(active=True)
    with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
        Objective.objects.filter(pk=ours.pk).update(version_of=approved)


def test_a_draft_and_its_objectives_can_be_deleted():
    make_objective(make_version())
    Objective.objects.all().delete()
    StrategyVersion.objects.all().delete()
    assert not StrategyVersion.everything.exists()


def test_a_strategy_that_leaves_the_bin_for_good_takes_what_was_decided_with_it(cast):
    objective = make_objective(make_version(active=True))
    decide_review(cast.executive, objective.version_of_id, decision="continue", reason="It holds", version=None)
    soft_delete(cast.root, objective.version_of.strategy, version=None)
    with days.as_of(days.today() + timedelta(KEPT_DAYS + 1)):
        assert empty_bin(cast.root, bin_kind("strategy")) == (1, None)
    assert not StrategyVersion.everything.exists()
    assert not Review.objects.exists()


def test_writing_an_approved_version_is_refused(cast):
    version = make_version(active=True)
    with nothing_changes(), pytest.raises(Refused, match="never changes"):
        write_version(cast.executive, version.pk, version=None, statement="Something else")
    with nothing_changes(), pytest.raises(Refused, match="never changes"):
        choose_levers(cast.executive, version.pk, [Wanted("One")])
    objective = make_objective(version)
    with nothing_changes(), pytest.raises(Refused, match="never changes"):
        edit_objective(cast.executive, objective.pk, version=None, name="x", metric="x", target=0.1, break_even=0.0)


def test_putting_the_next_version_in_force_amends_the_one_before(cast):
    strategy = make_strategy()
    before = make_version(strategy, active=True)
    after = make_version(strategy, state="approved", approved_at="2026-10-20T08:00Z")
    move_version(cast.executive, after.pk, "active", version=None, active_from=date(2026, 11, 1))
    before.refresh_from_db()
    assert (before.state, before.ended_on) == ("amended", date(2026, 11, 1))
    assert StrategyVersion.objects.get(pk=after.pk).state == "active"


@pytest.mark.parametrize(
    ("begin", "says"),
    [
        (date(2031, 1, 1), "a day that has not come"),
        (date(2026, 10, 19), "counts from its approval on at the earliest, 2026-10-20"),
        (date(2001, 1, 1), "counts from its approval"),
    ],
)
def test_a_later_version_is_not_counted_from_any_day(cast, begin, says):
    strategy = make_strategy()
    make_version(strategy, active=True)
    after = make_version(strategy, state="approved", approved_at="2026-10-20T08:00Z")
    with nothing_changes(), pytest.raises(Refused, match=says):
        move_version(cast.executive, after.pk, "active", version=None, active_from=begin)


def test_no_version_begins_before_the_one_that_it_follows(cast):
    strategy = make_strategy()
    make_version(strategy, active=True, active_from=date(2026, 11, 10))
    approved_before = make_version(strategy, state="approved", approved_at="2026-10-20T08:00Z")
    with nothing_changes(), pytest.raises(Refused, match="Version 1 is in force since 2026-11-10"):
        move_version(cast.executive, approved_before.pk, "active", version=None, active_from=date(2026, 11, 9))
    gone = make_strategy()
    make_version(gone, active=True, state="abandoned", active_from=date(2026, 1, 5), ended_on=date(2026, 11, 20))
    after = make_version(gone, state="approved", approved_at="2026-10-20T08:00Z")
    with nothing_changes(), pytest.raises(Refused, match="Version 1 was in force until 2026-11-20"):
        move_version(cast.executive, after.pk, "active", version=None, active_from=date(2026, 11, 19))
    move_version(cast.executive, after.pk, "active", version=None, active_from=date(2026, 11, 20))


def test_what_was_done_before_the_first_version_was_written_may_count(cast):
    first = make_version(state="approved", approved_at=days.now())
    assert move_version(cast.executive, first.pk, "active", version=None, active_from=date(2026, 1, 5)).active_from == date(2026, 1, 5)


def test_pressing_twice_starts_one_draft(client, cast):
    client.force_login(cast.user("executive"))
    strategy = make_strategy()
    first = make_version(strategy)
    for _n in range(3):
        assert client.post(f"/strategies/{strategy.pk}/draft/")["Location"].endswith(f"/strategies/versions/{first.pk}/write/")
    assert strategy.versions.count() == 1
    StrategyVersion.objects.filter(pk=first.pk).update(state="abandoned", approved_at=days.now(), ended_on=days.today())
    for _n in range(3):
        client.post(f"/strategies/{strategy.pk}/draft/")
    assert sorted(strategy.versions.values_list("number", "state")) == [(1, "abandoned"), (2, "draft")]


def test_a_strategy_with_a_version_in_force_was_not_abandoned(cast):
    """Version 2 was abandoned; version 1, approved before it, was put in force afterwards."""
    strategy = make_strategy()
    first = make_version(strategy, state="approved", approved_at="2026-10-01T08:00Z")
    second = make_version(strategy, active=True)
    assert abandoned_among(cast.executive, [strategy.pk]) == {}
    decide_review(cast.executive, second.pk, decision="abandon", reason="Lost", version=None)
    assert abandoned_among(cast.executive, [strategy.pk]) == {strategy.pk: second}, "approved before it was abandoned is not after it"
    move_version(cast.executive, first.pk, "active", version=None)
    assert abandoned_among(cast.executive, [strategy.pk]) == {}


def test_an_approved_version_that_is_not_wanted_is_abandoned_and_asks_nobody(client, cast):
    strategy = make_strategy()
    make_version(strategy, active=True)
    unwanted = make_version(strategy, state="approved", approved_at=days.now())
    client.force_login(cast.user("executive"))
    assert "Not wanted any more" in client.get(f"/strategies/{strategy.pk}/?version=2").content.decode()
    form = client.get(f"/strategies/versions/{unwanted.pk}/decide/?decision=abandon").content.decode()
    assert 'value="abandon"' in form
    assert 'value="continue"' not in form
    for decision in ("continue", "amend"):
        with nothing_changes(), pytest.raises(Refused, match="Only a version in force"):
            decide_review(cast.executive, unwanted.pk, decision=decision, reason="x", version=None)
    decide_review(cast.executive, unwanted.pk, decision="abandon", reason="Nobody wants it", version=None)
    unwanted.refresh_from_db()
    assert unwanted.state == "abandoned"
    assert not EventRow.objects.filter(name__endswith="StrategyAbandoned").exists()
    assert abandoned_among(cast.executive, [strategy.pk]) == {}


def test_no_state_is_skipped(cast):
    version = make_version()
    for to in ("approved", "active", "completed", "amended", "abandoned", "nonsense"):
        with nothing_changes(), pytest.raises(Refused):
            move_version(cast.executive, version.pk, to, version=None)


def test_a_version_without_an_objective_is_not_put_up_for_challenge(cast):
    version = make_version()
    with nothing_changes(), pytest.raises(Refused, match="nothing says when this would have failed"):
        move_version(cast.executive, version.pk, "challenged", version=None)


def test_a_late_writer_is_told(cast):
    version = make_version()
    write_version(cast.executive, version.pk, version=version.version, statement="First")
    with nothing_changes(), pytest.raises(StaleVersion):
        write_version(cast.executive, version.pk, version=version.version, statement="Second")


def test_a_measure_that_nobody_knows_is_refused(cast):
    with told("test", []):
        objective = make_objective(make_version(), metric="test")
        with nothing_changes(), pytest.raises(Refused, match="There is no measure"):
            edit_objective(cast.executive, objective.pk, version=None, name="x", metric="nose", target=1.0, break_even=0.0)
        with nothing_changes(), pytest.raises(Refused, match="lies between 0 and 1"):
            edit_objective(cast.executive, objective.pk, version=None, name="x", metric="test", target=97, break_even=90)


def test_a_long_assumption_is_refused_and_not_cut(cast):
    draft = make_version(make_strategy(owner=cast.users["ben"]))
    with pytest.raises(Refused, match="at most 300"), nothing_changes():
        state_assumption(cast.ben, draft.pk, sentence="x" * 301)
