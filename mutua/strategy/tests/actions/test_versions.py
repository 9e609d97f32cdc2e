from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.events.models import EventRow
from mutua.foundation.records.actions.empty_bin import empty_bin
from mutua.foundation.records.actions.soft_delete import soft_delete
from mutua.foundation.records.bin import KEPT_DAYS, bin_kind
from mutua.foundation.records.errors import Refused, StaleVersion
from mutua.strategy.actions.choose_levers import Wanted, choose_levers
from mutua.strategy.actions.decide_review import decide_review
from mutua.strategy.actions.delete_strategy import delete_strategy
from mutua.strategy.actions.find_swot import Ground, find_swot
from mutua.strategy.actions.move_version import move_version
from mutua.strategy.actions.raise_objection import raise_objection
from mutua.strategy.actions.set_objective import add_objective, edit_objective
from mutua.strategy.actions.state_assumption import state_assumption
from mutua.strategy.actions.write_customer_strategy import write_customer_strategy
from mutua.strategy.actions.write_version import write_version
from mutua.strategy.models import CustomerStrategy, Objective, Review, StrategyVersion
from mutua.strategy.models.objective import FROZEN
from mutua.strategy.queries.abandoned import abandoned_among
from mutua.strategy.tests.making import make_objective, make_segment, make_strategy, make_version
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


OTHER = {
    "name": "Other", "metric": "deal.won", "perspective": "process", "due": date(2031, 1, 1), "budget": 7, "planned_return": 7,
    "deleted_at": datetime(2026, 12, 1, tzinfo=UTC),
}  # fmt: skip


@pytest.mark.parametrize("column", FROZEN)
def test_the_database_lets_nobody_change_an_objective_of_an_approved_version(column):
    version = make_version(active=True)
    make_objective(version)
    value = make_objective(version, metric="deal.won").pk if column == "serves_id" else OTHER.get(column, 0.5)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Objective.objects.filter(metric="delivery.on_time_in_full").update(**{column: value})
    ours = make_objective(make_version(), budget=1)
    Objective.objects.filter(pk=ours.pk).update(**{column: None if column == "serves_id" else value})


def test_every_column_of_an_objective_is_frozen_or_says_nothing_of_the_plan():
    """A column that is added later has to be put on one of the two lists."""
    beside = {"id", "version", "created_at", "updated_at", "custom", "source", "source_key", "version_of_id"}
    assert {field.attname for field in Objective._meta.concrete_fields} == {*FROZEN, *beside}


def test_the_database_adds_no_objective_to_an_approved_version():
    """One more would take its share of the chance of a wrong alarm from the others, while they are watched."""
    approved = make_version(active=True)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Objective.objects.create(version_of=approved, name="x", metric="x", target=1, break_even=0)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"active_from": date(2019, 1, 1)}, "never changes"),
        ({"active_from": None, "state": "approved"}, "never changes|no way back"),
        ({"state": "draft"}, "no way back"),
        ({"state": "approved"}, "no way back"),
        ({"deleted_at": datetime(2026, 12, 1, tzinfo=UTC)}, "never changes"),
        ({"approved_at": None}, "never changes"),
    ],
)
def test_the_database_takes_no_version_in_force_back(values, says):
    version = make_version(active=True)
    with pytest.raises(IntegrityError, match=says), transaction.atomic():
        StrategyVersion.objects.filter(pk=version.pk).update(**values)


def test_nobody_else_has_approved_it_and_what_has_ended_stays_so(cast):
    version = make_version(active=True, approved_by=cast.user("executive"))
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        StrategyVersion.objects.filter(pk=version.pk).update(approved_by=cast.user("ada"))
    StrategyVersion.objects.filter(pk=version.pk).update(state="completed", ended_on=date(2026, 11, 1))
    for values in ({"ended_on": date(2026, 11, 2)}, {"ended_on": None}, {"state": "active"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            StrategyVersion.objects.filter(pk=version.pk).update(**values)
    StrategyVersion.objects.filter(pk=version.pk).update(approved_by=None)


@pytest.mark.parametrize("state", ["approved", "active"])
def test_a_strategy_that_holds_is_not_put_into_the_bin(client, cast, state):
    strategy = make_strategy()
    version = make_version(strategy, active=True, state=state)
    client.force_login(cast.user("executive"))
    with nothing_changes(), pytest.raises(Refused, match="abandon it in the review first"):
        delete_strategy(cast.executive, strategy.pk, version=None)
    refused = client.post(f"/strategies/{strategy.pk}/delete/", {"version": strategy.version})
    assert "abandon it in the review first" in refused.content.decode()
    decide_review(cast.executive, version.pk, decision="abandon", reason="Lost", version=None)
    assert delete_strategy(cast.executive, strategy.pk, version=None).deleted_at is not None


@pytest.mark.parametrize("field", ["target", "tolerance", "break_even", "baseline"])
@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_no_figure_of_an_objective(cast, field, number):
    values = {"name": "x", "metric": "deal.won", "target": 0.5, "tolerance": 0.1, "break_even": 0.2, "baseline": 0.1, field: number}
    version = make_version()
    with nothing_changes(), pytest.raises(Refused, match="no number that can be reached"):
        add_objective(cast.executive, version.pk, **values)


def test_a_second_objective_of_one_measure_is_refused_in_words(cast):
    version = make_version()
    values = {"metric": "deal.won", "target": 0.5, "break_even": 0.2}
    add_objective(cast.executive, version.pk, name="First", **values)
    with nothing_changes(), pytest.raises(Refused, match="measured by it already"):
        add_objective(cast.executive, version.pk, name="Second", **values)


def test_two_names_of_one_lever_are_refused_and_not_folded(cast):
    version = make_version()
    with nothing_changes(), pytest.raises(Refused, match="“Same-day delivery” and “Same day delivery” are the same lever"):
        choose_levers(cast.executive, version.pk, [Wanted("Same-day delivery"), Wanted("Same day delivery")])


def test_a_lever_that_is_pulled_stays_chosen(cast):
    version = make_version()
    choose_levers(cast.executive, version.pk, [Wanted("Slots", None, True), Wanted("Portal", None, True), Wanted("Third")])
    slots, portal = (version.levers.get(lever__name=name).lever for name in ("Slots", "Portal"))
    inside, outside = (version.swot.create(kind=kind, sentence=kind, link="/deliveries/") for kind in ("strength", "opportunity"))
    version.options.create(inside=inside, outside=outside, sentence="Book slots", state="kept", lever=slots)
    version.initiatives.create(name="Order portal", year=2027, quarter=1, lever=portal)
    with nothing_changes(), pytest.raises(Refused, match="Slots: Book slots; Portal: Order portal"):
        choose_levers(cast.executive, version.pk, [Wanted("Slots"), Wanted("Third", None, True)])
    choose_levers(cast.executive, version.pk, [Wanted("Slots", None, True), Wanted("Portal", None, True)])
    assert version.levers.count() == 2


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


def test_a_second_decision_on_the_same_page_is_noticed(cast):
    version = make_objective(make_version(active=True)).version_of
    decide_review(cast.executive, version.pk, decision="continue", reason="It holds", version=version.version)
    with nothing_changes(), pytest.raises(StaleVersion):
        decide_review(cast.executive, version.pk, decision="abandon", reason="It does not", version=version.version)
    assert Review.objects.count() == 1


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


def test_a_customer_strategy_is_not_lost_when_the_next_version_comes_into_force(client, cast):
    account = make_account(owner=cast.user("ada"), name="Alder")
    strategy = make_strategy(name="Sooner", segment=make_segment(members=[account]))
    first = make_version(strategy, active=True)
    write_customer_strategy(cast.ada, account.pk, statement="Grow with them", versions=[first], is_active=True)
    second = make_version(strategy, state="approved", approved_at=days.now())
    move_version(cast.executive, second.pk, "active", version=None)
    client.force_login(cast.user("executive"))
    assert "1 on an earlier one" in client.get(f"/strategies/{strategy.pk}/").content.decode()
    client.force_login(cast.user("ada"))
    said = f"Sooner v1, on which this stands, was amended on {days.today():%-d %b %Y}."
    assert said in client.get(f"/accounts/{account.pk}/").content.decode()

    own = CustomerStrategy.objects.get()
    first.refresh_from_db()
    write_customer_strategy(cast.ada, account.pk, statement="Grow with them, slowly", versions=[first], is_active=True, version=own.version)
    assert CustomerStrategy.objects.get().statement == "Grow with them, slowly", "other words need no other ground"
    address = f"/accounts/{account.pk}/strategy/"
    renewed = client.get(f"{address}?renew=1").content.decode()
    assert "Sooner v2 · Active" in renewed
    assert "Sooner v1 · Amended" in renewed
    assert re.search(rf'value="{second.pk}"[^>]*checked', renewed)
    assert not re.search(rf'name="versions" value="{first.pk}"[^>]*checked', renewed)
    sent = {"statement": "Grow", "versions": [second.pk], "is_active": "on", "version": CustomerStrategy.objects.get().version}
    assert client.post(address, sent).status_code == 302
    assert "was amended on" not in client.get(f"/accounts/{account.pk}/").content.decode()
    assert list(CustomerStrategy.objects.get().versions.all()) == [second]


def test_pressing_twice_writes_one_of_each(cast):
    draft, challenged = make_version(), make_version(state="challenged")
    ground = Ground(link="/deliveries/")
    state_assumption(cast.executive, draft.pk, sentence="Rates stay")
    find_swot(cast.executive, draft.pk, kind="threat", sentence="Rates rise", ground=ground)
    raise_objection(cast.executive, challenged.pk, sentence="Too dear")
    with nothing_changes(), pytest.raises(Refused, match="there already"):
        state_assumption(cast.executive, draft.pk, sentence=" Rates stay ")
    with nothing_changes(), pytest.raises(Refused, match="there already"):
        find_swot(cast.executive, draft.pk, kind="threat", sentence="Rates rise", ground=ground)
    with nothing_changes(), pytest.raises(Refused, match="there already"):
        raise_objection(cast.executive, challenged.pk, sentence="Too dear")


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
