from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from mutua.customers.tests.making import make_account
from mutua.foundation.access import flow_actor
from mutua.foundation.events.models import EventRow
from mutua.foundation.metrics import Outcome
from mutua.methods.sequential import MeanSequence
from mutua.strategy.actions import watch_objectives as watching
from mutua.strategy.actions.count_again import count_again
from mutua.strategy.actions.watch_objectives import watch_objectives
from mutua.strategy.models import CountedOutcome, Evidence, Measurement, Review, SegmentMember, VerdictTurn
from mutua.strategy.queries.judging import judged_by
from mutua.strategy.queries.replaying import replay, replay_at, replay_days, turns
from mutua.strategy.tests.making import make_objective, make_segment, make_strategy, make_version
from mutua.strategy.tests.metrics import told

pytestmark = pytest.mark.django_db
START = date(2026, 1, 5)
FLOW = flow_actor("test")


@pytest.fixture
def account():
    return make_account()


def objective_of(*accounts, active_from=START, metric="test", since=None, **values):
    strategy = make_strategy(segment=make_segment(members=list(accounts), since=since))
    version = make_version(strategy, active=True, active_from=active_from)
    return make_objective(version, metric=metric, **values)


def falling(account, days=120, seed=26):
    """Outcomes of 96 % for half of the time, then of 70 %."""
    draw = random.Random(seed)
    found = []
    for day in range(days):
        rate = 0.96 if day < days / 2 else 0.7
        found += [
            Outcome(len(found) + n, START + timedelta(day), float(draw.random() < rate), account.pk) for n in range(draw.randint(0, 7))
        ]
    return found


def kept(objective):
    """All that is known of an objective, without the numbers of its rows."""
    evidence = Evidence.objects.get(objective=objective)
    rows = Measurement.objects.filter(objective=objective).order_by("day")
    counted = CountedOutcome.objects.filter(objective=objective).order_by("position")
    return (
        evidence.state,
        evidence.counted,
        list(rows.values_list("day", "observations", "estimate", "lower", "upper", "verdict", "more")),
        list(counted.values_list("position", "outcome_key", "known_on", "day", "value")),
    )


def test_watching_day_by_day_and_reading_all_in_one_go_give_the_same_digits(account):
    with told("test", falling(account)):
        daily, at_once = objective_of(account), objective_of(account)
        for day in range(121):
            watch_objectives(FLOW, [daily.pk], until=START + timedelta(day))
        watch_objectives(FLOW, [at_once.pk], until=START + timedelta(120))
    assert kept(daily) == kept(at_once)
    assert {row[5] for row in kept(daily)[2]} >= {"keep collecting", "abandon"}


def test_a_replay_gives_the_verdicts_and_their_days_as_they_were_live(account):
    with told("test", falling(account)):
        objective = objective_of(account)
        for day in range(121):
            watch_objectives(FLOW, [objective.pk], until=START + timedelta(day))
        judged = judged_by([objective])[objective.pk]
        live = list(Measurement.objects.filter(objective=objective).order_by("day"))
        again = list(replay_days(objective, judged, START + timedelta(120)))
        assert [(r.day, r.observations, r.estimate, r.lower, r.upper, r.verdict, r.more) for r in again] == [
            (r.day, r.observations, r.estimate, r.lower, r.upper, r.verdict, r.more) for r in live
        ]
        assert turns(again) == turns(live) != []
        at = live[40]
        one = replay(objective, judged, at.day)
        assert (one.estimate, one.lower, one.upper, one.verdict) == (at.estimate, at.lower, at.upper, at.verdict)


def test_a_second_run_changes_nothing(account):
    with told("test", falling(account, days=20)):
        objective = objective_of(account)
        assert watch_objectives(FLOW, [objective.pk], until=START + timedelta(30)) > 0
        before = kept(objective)
        assert watch_objectives(FLOW, [objective.pk], until=START + timedelta(30)) == 0
        assert kept(objective) == before


def test_what_arrives_late_belongs_to_the_day_on_which_it_arrived(account):
    outcomes = [Outcome(1, START, 1.0, account.pk), Outcome(2, START + timedelta(4), 1.0, account.pk)]
    with told("test", outcomes):
        objective = objective_of(account)
        watch_objectives(FLOW, [objective.pk], until=START + timedelta(7))
        assert kept(objective)[1] == 2
        closed = kept(objective)[2]
        outcomes.append(Outcome(3, START + timedelta(2), 0.0, account.pk))
        watch_objectives(FLOW, [objective.pk], until=START + timedelta(9))
        assert kept(objective)[2][:2] == closed
        assert CountedOutcome.objects.get(outcome_key=3).day == START + timedelta(9)


def test_history_that_comes_in_pieces_is_counted_as_if_it_had_come_whole(account):
    whole, outcomes = falling(account), []
    with told("test", outcomes):
        objective, twin = objective_of(account), objective_of(account)
        watch_objectives(FLOW, [objective.pk], until=START + timedelta(200))
        for piece in (whole[::7], whole):
            outcomes[:] = piece
            watch_objectives(FLOW, [objective.pk], until=START + timedelta(200))
        watch_objectives(FLOW, [twin.pk], until=START + timedelta(200))
    assert kept(objective) == kept(twin)


@pytest.mark.parametrize("decided", [False, True])
def test_history_that_comes_when_the_day_is_over_or_something_was_decided_rewrites_nothing(account, decided):
    whole, outcomes = falling(account), []
    with told("test", outcomes):
        objective, until = objective_of(account), START + timedelta(200)
        outcomes[:] = whole[::7]
        watch_objectives(FLOW, [objective.pk], until=until)
        believed, count = kept(objective)[2], kept(objective)[1]
        if decided:
            Review.objects.create(version_of=objective.version_of, decision="continue", reason="x", evidence={}, decided_at=timezone.now())
        outcomes[:] = whole
        late = until + timedelta(not decided)
        assert watch_objectives(FLOW, [objective.pk], until=late) == len(whole) - count
        assert kept(objective)[2][: len(believed)] == believed
        assert set(CountedOutcome.objects.filter(position__gt=count).values_list("day", flat=True)) == {late}


def test_a_correction_never_enters_again(account):
    outcomes = [Outcome(1, START, 0.0, account.pk)]
    with told("test", outcomes):
        objective = objective_of(account)
        watch_objectives(FLOW, [objective.pk], until=START)
        outcomes[0] = Outcome(1, START + timedelta(1), 1.0, account.pk)
        assert watch_objectives(FLOW, [objective.pk], until=START + timedelta(1)) == 0
        assert CountedOutcome.objects.get().value == 0.0


def test_only_members_count_and_only_while_they_belong(account):
    stranger, joins, leaves = make_account(), make_account(), make_account()
    days = [START, START + timedelta(10)]
    outcomes = [Outcome(10 * a.pk + n, day, 1.0, a.pk) for a in (account, stranger, joins, leaves) for n, day in enumerate(days)]
    with told("test", outcomes):
        objective = objective_of(account, joins, leaves)
        SegmentMember.objects.filter(account=joins).update(since=START + timedelta(5))
        SegmentMember.objects.filter(account=leaves).update(until=START + timedelta(5))
        watch_objectives(FLOW, [objective.pk], until=START + timedelta(20))
    found = CountedOutcome.objects.order_by("account", "known_on").values_list("account_id", "known_on")
    assert set(found) == {(account.pk, days[0]), (account.pk, days[1]), (joins.pk, days[1]), (leaves.pk, days[0])}


def test_the_verdict_is_told_once_when_it_turns(account):
    with told("test", falling(account)):
        objective = objective_of(account)
        for day in range(121):
            watch_objectives(FLOW, [objective.pk], until=START + timedelta(day))
    told_of = [row.payload for row in EventRow.objects.filter(name="strategy.objective.verdict_changed").order_by("pk")]
    assert [(t["was"], t["now"]) for t in told_of] == [(t.was, t.now) for t in turns(list(Measurement.objects.order_by("day")))]


def failing_then_good(account, on=START):
    """A day that begins with 80 failures and goes on with 2,500 good ones."""
    return [Outcome(n, on, 0.0, account.pk) for n in range(80)], [Outcome(100 + n, on, 1.0, account.pk) for n in range(2500)]


def test_a_verdict_that_was_told_stays_when_the_same_day_goes_on(account):
    bad, good = failing_then_good(account)
    with told("test", []) as outcomes:
        objective = objective_of(account, target=0.9, break_even=0.8)
        for more in (bad, good):
            outcomes += more
            watch_objectives(FLOW, [objective.pk], until=START)
        rows = list(VerdictTurn.objects.filter(objective=objective).order_by("pk"))
        assert [(row.observations, row.was, row.now) for row in rows] == [(80, "keep collecting", "abandon"), (2580, "abandon", "continue")]
        assert all(row.day == START and row.told_at is not None for row in rows)
        by_hand = MeanSequence(alpha=0.05, bounds=(0.0, 1.0)).update([0.0] * 80)
        assert (rows[0].lower, rows[0].estimate, rows[0].upper) == (by_hand.lower, by_hand.estimate, by_hand.upper)
        again = replay_at(objective, judged_by([objective])[objective.pk], START, [row.observations for row in rows])
        assert [figures(again[row.observations]) for row in rows] == [figures(row) for row in rows]


def figures(known):
    return known.observations, known.verdict, known.estimate, known.lower, known.upper


def test_what_was_told_stays_when_the_history_of_the_day_is_counted_anew(account):
    bad, good = failing_then_good(account, START + timedelta(2))
    early = [Outcome(10_000 + n, START, 1.0, account.pk) for n in range(2500)]
    with told("test", bad) as outcomes:
        objective = objective_of(account)
        watch_objectives(FLOW, [objective.pk], until=START + timedelta(2))
        outcomes += [*early, *good]
        watch_objectives(FLOW, [objective.pk], until=START + timedelta(2))
        rows = list(VerdictTurn.objects.filter(objective=objective).order_by("pk"))
    assert [(row.observations, row.now, row.counted_anew, row.told_at is not None) for row in rows] == [
        (80, "abandon", True, True),
        (2500, "continue", False, True),
    ]


def test_catching_up_keeps_each_turn_and_tells_the_last_only(account):
    with told("test", falling(account)):
        objective = objective_of(account)
        watch_objectives(FLOW, [objective.pk], until=START + timedelta(120))
    rows = list(VerdictTurn.objects.order_by("pk"))
    assert [(row.day, row.was, row.now) for row in rows] == [
        (turn.day, turn.was, turn.now) for turn in turns(list(Measurement.objects.order_by("day")))
    ]
    assert [row.told_at is not None for row in rows] == [False] * (len(rows) - 1) + [True]


def test_what_was_told_is_never_changed_or_deleted(account):
    with told("test", [Outcome(n, START, 0.0, account.pk) for n in range(80)]):
        watch_objectives(FLOW, [objective_of(account).pk], until=START)
    rows = VerdictTurn.objects.all()
    for column, value in (("now", "continue"), ("observations", 1), ("day", date(2020, 1, 1)), ("told_at", None), ("upper", 1.0)):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**{column: value})
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()
    assert rows.get().now == "abandon"


class Killed(BaseException):
    """Nothing catches this, as nothing catches a kill."""


@pytest.mark.parametrize("step", ["_look", "_read_on", "_verdicts_before", "_keep", "_tell"])
@pytest.mark.parametrize("after", [False, True])
def test_killed_at_any_step_the_evidence_is_unchanged_to_the_last_digit(account, monkeypatch, step, after):
    with told("test", falling(account)):
        objective, other = objective_of(account), objective_of(account)
        watch_objectives(FLOW, [objective.pk, other.pk], until=START + timedelta(40))
        before = kept(objective)
        whole = getattr(watching, step)

        def killed(*given):
            if after:
                done = whole(*given)
                list(done if step == "_look" else [])  # a generator does nothing until it is asked
            raise Killed

        monkeypatch.setattr(watching, step, killed)
        with pytest.raises(Killed):
            watch_objectives(FLOW, [objective.pk], until=START + timedelta(100))
        monkeypatch.undo()
        assert kept(objective) == before
        for one in (objective, other):
            watch_objectives(FLOW, [one.pk], until=START + timedelta(100))
        assert kept(objective)[:3] == kept(other)[:3]


def test_an_ended_version_is_no_longer_watched(account):
    with told("test", falling(account)):
        objective = objective_of(account)
        version = objective.version_of
        version.state = "abandoned"
        version.save()
        assert watch_objectives(FLOW, [objective.pk], until=START + timedelta(40)) == 0


def test_many_objectives_take_as_many_queries_as_one(account, django_assert_num_queries):
    with told("test", falling(account)):
        ids = [objective_of(account).pk for _ in range(6)]
        with django_assert_num_queries(16):
            watch_objectives(FLOW, ids[:1], until=START + timedelta(10))
        with django_assert_num_queries(16):
            watch_objectives(FLOW, ids[1:], until=START + timedelta(10))


def test_a_measure_agreed_anew_is_counted_from_the_start(account):
    outcomes = [Outcome(n, START + timedelta(n), 0.0, account.pk) for n in range(30)]
    with told("test", outcomes):
        objective = objective_of(account)
        watch_objectives(FLOW, [objective.pk], until=START + timedelta(40))
        outcomes[:] = [Outcome(o.key, o.known_on, 1.0, o.account_id) for o in outcomes]
        count_again(FLOW, objective, reason="The window became wider")
        assert Measurement.objects.order_by("-day").first().estimate == 1.0


@pytest.mark.parametrize("seed", range(4))
def test_late_arrivals_and_corrections_leave_every_past_day_as_it_was_live(account, seed):
    draw = random.Random(seed)
    came = [
        (outcome.known_on + timedelta(draw.randint(1, 30) if draw.random() < 0.3 else 0), outcome)
        for outcome in falling(account, seed=seed)
    ]
    outcomes, live = [], []
    with told("test", outcomes):
        objective = objective_of(account)
        for day in (START + timedelta(n) for n in range(151)):
            outcomes += [outcome for on, outcome in came if on == day]
            if outcomes and draw.random() < 0.3:  # somebody corrects a figure that was counted, perhaps
                at = draw.randrange(len(outcomes))
                outcomes[at] = replace(outcomes[at], value=1 - outcomes[at].value)
            for _again in range(draw.randint(1, 2)):
                watch_objectives(FLOW, [objective.pk], until=day)
            live += Measurement.objects.filter(objective=objective, day=day)
        judged = judged_by([objective])[objective.pk]
        again = list(replay_days(objective, judged, START + timedelta(150)))
    digits = [(r.day, r.observations, r.estimate, r.lower, r.upper, r.verdict, r.more) for r in again]
    assert digits == [(r.day, r.observations, r.estimate, r.lower, r.upper, r.verdict, r.more) for r in live]
    assert digits == kept(objective)[2]
    assert turns(again) == turns(live) != []


def test_a_measure_without_bounds_has_no_band_before_a_hundred_outcomes(account):
    """The interval rests on the central limit theorem, and outcomes of business are skew: README.md promises a hundred."""
    outcomes = [Outcome(n, START + timedelta(n), float(n % 7), account.pk) for n in range(130)]
    with told("test.margin", outcomes, unit="k", bounds=None):
        objective = objective_of(account, metric="test.margin", target=3.0, break_even=0.0)
        for day in (98, 99, 129):
            watch_objectives(FLOW, [objective.pk], until=START + timedelta(day))
    known = dict(Measurement.objects.filter(objective=objective).values_list("observations", "lower"))
    assert [n for n, lower in known.items() if lower is not None] == list(range(100, 131))
    assert known[99] is None
