"""`@task`: the door through which code asks for work to be done later, in the transaction that makes it necessary."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from functools import update_wrapper
from typing import Any, Generic, Literal, ParamSpec

from django.db import connection, transaction
from procrastinate import exceptions, job_context, jobs, manager
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from mutua.foundation.jobs.failures import keep_reason
from mutua.foundation.jobs.fencing import Superseded, Token, one_effect, one_step
from mutua.foundation.jobs.retry import Backoff

P = ParamSpec("P")
Effect = Literal["one", "many"]
LONG = "long"
"""The queue of work that may take minutes: a worker never gives all its places to it."""

# The worker gives the queue a connection of its own. What a job asks for must ride in the job's own transaction all the same,
# so doors always write through the connection of the thread they are called in.
_queue = manager.JobManager(DjangoConnector())


class RunningJob:
    """What a job with many effects is given first: each `with job.step():` is one transaction that only the holder can commit."""

    def __init__(self, context: job_context.JobContext | None, token: Token) -> None:
        self._context = context
        self.token = token

    @property
    def id(self) -> int:
        return self.token.job_id

    def step(self) -> AbstractContextManager[None]:
        """Raises Superseded when another worker has the job, JobAborted when this worker is about to stop (the job then goes on elsewhere)."""
        if self._context is not None and self._context.should_abort():
            raise exceptions.JobAborted
        return one_step(self.token)


class Task(Generic[P]):
    """A function that can be asked for. Calling it runs it here and now; `defer` lets a worker run it after the commit."""

    def __init__(
        self, function: Callable[..., Any], *, queue: str, retry: int, queueing_lock: str | None, priority: int, effect: Effect
    ) -> None:
        self.function = function
        self.queue = queue
        self.retry = retry
        self.priority = priority
        self.effect = effect
        self.name = f"{function.__module__}.{function.__qualname__}"
        self._queueing_lock = queueing_lock
        update_wrapper(self, function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> None:
        self.function(*args, **kwargs)

    def defer(self, **kwargs: Any) -> int:
        """Ask for one run with these arguments (whatever JSON can carry). Returns the job's number.

        With a queueing lock, a job that is already waiting serves this request too: it is kept from starting before our commit.
        """
        return self.later(at=None, **kwargs)

    def later(self, at: datetime | None, **kwargs: Any) -> int:
        """`defer`, not to be started before `at` (aware)."""
        job = self._job(kwargs, at)
        if job.queueing_lock is None:
            return _number(_queue.defer_job(job))
        while True:
            try:
                with transaction.atomic():
                    return _number(_queue.defer_job(job))
            except exceptions.AlreadyEnqueued:
                waiting = _keep_waiting(job.queueing_lock)
                if waiting is not None:
                    return waiting

    def defer_many(self, rows: Iterable[dict[str, Any]]) -> list[int]:
        """Ask for many runs in one statement. Not for doors with a queueing lock."""
        if self._queueing_lock is not None:
            raise TypeError(f"{self.name} has a queueing lock: ask for one run at a time.")
        asked = [self._job(row, None) for row in rows]
        return [_number(job) for job in _queue.batch_defer_jobs(asked)] if asked else []

    def perform(self, context: job_context.JobContext | None, job: jobs.Job) -> None:
        """Run one attempt of `job` under its token: what a worker calls."""
        token = Token.of(job)
        kwargs = {key: value for key, value in job.task_kwargs.items() if key != "timestamp"}  # the queue adds the hour to periodic runs
        try:
            if self.effect == "one":
                with one_effect(token):
                    self.function(**kwargs)
            else:
                self.function(RunningJob(context, token), **kwargs)
                with one_effect(token):
                    pass
        except (Superseded, exceptions.JobAborted):
            raise
        except Exception as error:
            keep_reason(token, error)
            raise

    def _job(self, kwargs: dict[str, Any], at: datetime | None) -> jobs.Job:
        inspect.signature(self.function).bind(*([None] if self.effect == "many" else []), **kwargs)
        lock = self._queueing_lock.format(**kwargs) if self._queueing_lock is not None else None
        return jobs.Job(
            queue=self.queue,
            task_name=self.name,
            lock=None,
            queueing_lock=lock,
            task_kwargs=kwargs,
            scheduled_at=at,
            priority=self.priority,
        )


def task(
    *,
    queue: str = "",
    retry: int = 5,
    cron: str | None = None,
    queueing_lock: str | None = None,
    priority: int = 0,
    effect: Effect = "one",
) -> Callable[[Callable[..., Any]], Task[Any]]:
    """Make a function a door to later work. It lives in a domain's `tasks.py`, loads by id and calls an action.

    queue: "default", or "long" for an effect of many steps, where nothing else is said. priority: among what waits, the highest first:
    10 for mail, 5 for what leads to an alarm, 0 for all else.
    retry: further attempts after the first has failed. cron: run by itself at these times, e.g. "0 3 * * *" (UTC).
    queueing_lock: at most one such job waits at a time; may name arguments, e.g. "segment-{segment_id}".
    effect: "one" runs the function in one transaction with the mark that it is done, so its effect happens once; it must not
    calculate for longer than `timing.IDLE` between two statements. "many" is for long work: the function gets a RunningJob
    first, opens its own transactions with `with job.step():`, and must go on where it left off when it is run again.
    """

    queue = queue or (LONG if effect == "many" else "default")

    def decorate(function: Callable[..., Any]) -> Task[Any]:
        door: Task[Any] = Task(function, queue=queue, retry=retry, queueing_lock=queueing_lock, priority=priority, effect=effect)

        def attempt(context: job_context.JobContext, **_kwargs: Any) -> None:
            door.perform(context, context.job)

        registered = app.task(name=door.name, queue=queue, retry=Backoff(retry), pass_context=True, queueing_lock=queueing_lock)(attempt)
        if cron is not None:
            app.periodic(cron=cron)(registered)
        doors[door.name] = door
        return door

    return decorate


doors: dict[str, Task[Any]] = {}


def _number(job: jobs.Job) -> int:
    if job.id is None:
        raise LookupError("The queue took a job and gave it no number.")
    return int(job.id)


def _keep_waiting(queueing_lock: str) -> int | None:
    """The waiting job, shared-locked until our commit so that it cannot start without seeing our change; None when it has just begun."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo' FOR SHARE", [queueing_lock])
        row = cursor.fetchone()
    return row[0] if row else None
