"""How long things may take before somebody steps in, in seconds. The limits depend on each other: keep their order."""

from __future__ import annotations

HEARTBEAT = 3.0
"""A worker says this often that it lives."""

SWEEP = 10.0
"""Each worker looks this often for jobs whose worker has gone."""

STALLED = 15.0
"""A worker that has been silent for so long has lost its jobs: five beats, so that a busy machine is not taken for a dead one."""

IDLE = 20.0
"""The database breaks a worker's transaction that has waited so long for its next statement.

Longer than STALLED: who is alive and calculating has lost nothing yet. Shorter than a minute by far: the row lock of a frozen
worker is what keeps the sweeper from its job, and no job may hang for a minute. Calculate for longer outside of the transaction
(`@task(effect="many")`).
"""

POLL = 2.0
"""Notifications start a job at once; a job that was put back to wait sends none, and is found by looking this often."""

GRACE = 5.0
"""A worker that is told to stop lets jobs run on for so long before it asks those with several steps to leave the rest to another."""

CONCURRENCY = 3
"""Jobs that a worker runs at a time. One of the places is never given to long work, so that an alarm does not wait for an import to end."""

KEEP_DONE_DAYS = 7
KEEP_EVENT_DAYS = 90
