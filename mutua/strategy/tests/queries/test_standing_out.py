"""Versions in force, looked at together."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mutua.methods.sequential import MeanSequence, e_bh
from mutua.strategy.models import Evidence
from mutua.strategy.queries.standing_out import standing_out
from mutua.strategy.tests.making import SINCE, make_objective, make_version
from mutua.strategy.tests.metrics import told

pytestmark = pytest.mark.django_db


def counted(objective, late, of, *, bounds=(0, 1)):
    sequence = MeanSequence(bounds=bounds, burn_in=30)
    sequence.update([0.0] * late + [1.0] * (of - late))
    Evidence.objects.create(objective=objective, state=sequence.state(), read_to=SINCE, begun_on=SINCE, counted=of)
    return sequence


def test_what_stands_out_alone_need_not_among_many():
    doubtful = make_objective()
    evidence = counted(doubtful, 15, 60).evidence_that_below(0.9)
    assert 20 < evidence < 200
    assert standing_out().out == {doubtful.version_of_id}
    for _ in range(20):
        counted(make_objective(), 1, 60)
    together = standing_out()
    assert (together.of, together.out) == (21, frozenset())
    assert together.evidence[doubtful.version_of_id] == evidence
    assert e_bh([evidence, *[0.1] * 20]) == [False] * 21


def test_what_is_surely_unfit_stands_out_among_many_and_the_healthy_never_by_being_good():
    bad, good = make_objective(), make_objective()
    counted(bad, 40, 60)
    counted(good, 0, 2000)
    for _ in range(18):
        make_version(active=True)
    together = standing_out()
    assert (together.of, together.out) == (20, {bad.version_of_id})
    assert together.evidence[good.version_of_id] < 1


def test_an_objective_without_outcomes_says_nothing_and_a_draft_is_not_counted():
    version = make_version(active=True)
    evidence = counted(make_objective(version), 15, 60).evidence_that_below(0.9)
    counted(make_objective(make_version()), 40, 60)
    with told("days", [], unit="days", better="lower", bounds=None):
        make_objective(version, metric="days", target=2, tolerance=1, break_even=5)
        together = standing_out()
    assert (together.of, together.evidence) == (1, {version.pk: (evidence + 1) / 2})


def test_where_lower_is_better_what_lies_above_break_even_speaks_against_it():
    with told("days", [], unit="days", better="lower", bounds=None):
        slow, quick = (make_objective(metric="days", target=2, tolerance=1, break_even=5) for _ in range(2))
        for objective, days in ((slow, 7.0), (quick, 3.0)):
            sequence = MeanSequence(burn_in=30)
            sequence.update([days - 1, days, days + 1] * 40)
            Evidence.objects.create(objective=objective, state=sequence.state(), read_to=SINCE, begun_on=SINCE, counted=120)
        assert standing_out().out == {slow.version_of_id}


def test_there_are_as_many_queries_for_many_as_for_one():
    counted(make_objective(), 1, 60)
    with CaptureQueriesContext(connection) as one:
        standing_out()
    for _ in range(5):
        counted(make_objective(), 1, 60)
    with CaptureQueriesContext(connection) as many:
        standing_out()
    assert len(one) == len(many) <= 3
