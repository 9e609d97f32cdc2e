"""Why an attempt failed, kept for whoever reads the dead letters."""

from __future__ import annotations

import traceback

from django.db import connection, transaction

from mutua.foundation.jobs.fencing import Token

LONGEST_REASON = 2_000
LONGEST_TRACE = 12_000

# Guarded like every write in a job's name: what a frozen worker runs into after its time is no reason of its successor's.
KEEP = """
INSERT INTO jobs_jobfailure (job_id, attempt, reason, trace, failed_at, handled, handled_by)
SELECT id, %(attempt)s + 1, %(reason)s, %(trace)s, now(), '', ''
  FROM procrastinate_jobs
 WHERE id = %(job_id)s AND status = 'doing' AND attempts = %(attempt)s AND worker_id IS NOT DISTINCT FROM %(worker_id)s
    ON CONFLICT (job_id) DO UPDATE
   SET attempt = EXCLUDED.attempt, reason = EXCLUDED.reason, trace = EXCLUDED.trace, failed_at = EXCLUDED.failed_at,
       handled = '', handled_by = ''"""


def keep_reason(token: Token, error: BaseException) -> None:
    """Write the reason in a transaction of its own; the failed effect has been rolled back before."""
    reason = f"{type(error).__name__}: {error}"[:LONGEST_REASON]
    trace = "".join(traceback.format_exception(error))[-LONGEST_TRACE:]
    if not connection.in_atomic_block:
        # The error may be that the connection broke; Django opens another one for the next statement.
        connection.close_if_unusable_or_obsolete()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(KEEP, {**token.parameters(), "reason": _printable(reason), "trace": _printable(trace)})


def _printable(text: str) -> str:
    # PostgreSQL refuses the null character, and an error must not be lost because of what it quotes.
    return text.replace("\x00", "\N{REPLACEMENT CHARACTER}")
