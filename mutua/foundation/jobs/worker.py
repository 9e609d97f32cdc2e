"""The worker process: runs jobs, lives through a lost database, and looks after the jobs of workers that died."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections
from django.db.backends.signals import connection_created
from django.shortcuts import resolve_url
from procrastinate import App, exceptions, psycopg_connector
from procrastinate.contrib.django import connector_params, procrastinate_app
from procrastinate.worker import Worker

from mutua.foundation.jobs import timing
from mutua.foundation.jobs.doors import LONG, doors
from mutua.foundation.jobs.fenced_queue import FencedQueue
from mutua.foundation.jobs.sweeping import retries_of, sweep_forever

logger = logging.getLogger(__name__)

AGAIN_AFTER = 1.0
REACHABLE_WITHIN = 3


def run(*, concurrency: int = timing.CONCURRENCY) -> None:
    """Run jobs until SIGTERM or SIGINT. Jobs that have begun are finished first."""
    # The listener keeps its own reference weak: the function must outlive this call's other names.
    connection_created.connect(_limit_idle_transactions, dispatch_uid="jobs.worker.idle")
    connections.close_all()
    # Whoever makes a link needs every address of the house, and reading them takes seconds on a busy machine: now, and not when somebody
    # waits for the first mail about an alarm.
    resolve_url(settings.LOGIN_URL)
    asyncio.run(_run_until_stopped(concurrency))


async def _run_until_stopped(concurrency: int) -> None:
    loop = asyncio.get_running_loop()
    # One thread a job: each has a database connection of its own, and no more of them are opened than jobs run at a time.
    loop.set_default_executor(ThreadPoolExecutor(max_workers=concurrency + 1, thread_name_prefix="job"))
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    while not stopped.is_set():
        try:
            await _run_while_connected(concurrency, stopped)
        except (exceptions.ProcrastinateException, psycopg.Error, OSError) as trouble:
            logger.warning("The worker has lost the database and tries again: %r", trouble)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stopped.wait(), AGAIN_AFTER)


async def _run_while_connected(concurrency: int, stopped: asyncio.Event) -> None:
    """One registration in the workers' table, from connecting until the connection is lost or the worker is told to stop."""
    parameters = _connection_parameters()
    await _reach(parameters)
    app: App = procrastinate_app.current_app
    database = psycopg_connector.PsycopgConnector(kwargs=parameters, min_size=1, max_size=concurrency + 2, timeout=10.0)
    app.perform_import_paths()
    app.connector = database
    async with app.open_async():
        options: dict[str, Any] = {
            **app.worker_defaults,
            "concurrency": concurrency,
            "fetch_job_polling_interval": timing.POLL,
            "update_heartbeat_interval": timing.HEARTBEAT,
            # A silent worker's row must stay: a frozen one takes jobs again when it wakes. Pruning removes it after a day.
            "stalled_worker_timeout": 86_400.0,
            "install_signal_handlers": False,
            # Then long jobs are told to stop after their current step; short ones are waited for.
            "shutdown_graceful_timeout": timing.GRACE,
        }
        worker = Worker(app, **options)
        others = {door.queue for door in doors.values()} - {LONG}
        app.job_manager = FencedQueue(database, lost=worker.stop, most_long=max(1, concurrency - 1), others=others)
        async with _beside(worker, sweep_forever(database, retries_of(doors)), _stop_with(worker, stopped)):
            logger.info("Ready for jobs.")
            await worker.run()


async def _reach(parameters: dict[str, Any]) -> None:
    """Fails quickly while the database is away; a pool would go on waiting in ever longer pauses after it has come back."""
    connection = await psycopg.AsyncConnection.connect(**{**parameters, "connect_timeout": REACHABLE_WITHIN})
    await connection.close()


async def _stop_with(worker: Worker, stopped: asyncio.Event) -> None:
    await stopped.wait()
    worker.stop()


@contextlib.asynccontextmanager
async def _beside(worker: Worker, *routines: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run these as long as the worker runs. One that fails stops the worker: without a sweeper it would look healthy and not be."""

    def ended(routine: asyncio.Task[None]) -> None:
        if not routine.cancelled() and (error := routine.exception()) is not None:
            logger.error("A part of the worker failed; it starts anew.", exc_info=error)
            worker.stop()

    running = [asyncio.create_task(routine) for routine in routines]
    for routine in running:
        routine.add_done_callback(ended)
    try:
        yield
    finally:
        for routine in running:
            routine.cancel()
        await asyncio.gather(*running, return_exceptions=True)


def _connection_parameters() -> dict[str, Any]:
    parameters: dict[str, Any] = connector_params()
    limit = f"-c idle_in_transaction_session_timeout={int(timing.IDLE * 1000)}"
    parameters["options"] = f"{parameters.get('options', '')} {limit}".strip()
    parameters["application_name"] = "mutua worker"
    return parameters


def _limit_idle_transactions(connection: Any, **_signal: Any) -> None:
    """The jobs' own connections get the limit too: a frozen worker must not keep its locks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('idle_in_transaction_session_timeout', %s, false)", [str(int(timing.IDLE * 1000))])
