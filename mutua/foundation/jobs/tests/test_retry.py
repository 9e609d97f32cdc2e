"""When a failed job runs again, and when it is given up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from procrastinate import exceptions, jobs

from mutua.foundation.jobs import timing
from mutua.foundation.jobs.retry import Backoff, wait_before


def job_after(attempts):
    return jobs.Job(queue="default", lock=None, queueing_lock=None, task_name="x", attempts=attempts)


@pytest.mark.parametrize("attempt, seconds", [(1, 2), (2, 4), (5, 32), (11, 2048), (12, 3600), (1_000, 3600)])
def test_each_pause_is_twice_as_long_up_to_an_hour(attempt, seconds):
    assert wait_before(attempt) == timedelta(seconds=seconds)


def test_it_is_given_up_after_its_further_attempts():
    decisions = [Backoff(2).get_retry_decision(exception=ValueError(), job=job_after(attempts)) for attempts in range(4)]
    assert [decision is not None for decision in decisions] == [True, True, False, False]


def test_a_worker_that_is_told_to_stop_leaves_the_job_to_another_at_once():
    decision = Backoff(0).get_retry_decision(exception=exceptions.JobAborted(), job=job_after(9))
    assert decision is not None
    assert decision.retry_at <= datetime.now(UTC)


def test_the_limits_stand_in_the_only_order_that_works():
    assert timing.HEARTBEAT * 4 < timing.STALLED < timing.IDLE
    assert timing.IDLE + timing.SWEEP < 45, "a frozen worker's job must be over within a minute"
