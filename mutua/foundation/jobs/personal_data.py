"""What the queue keeps of people: an error may quote what it stumbled over, and a bar belongs to who waits for it."""

from __future__ import annotations

from mutua.foundation.jobs.models import JobFailure, JobProgress
from mutua.foundation.privacy import ERASED, mentioned, personal

personal(JobFailure, fields=["reason", "trace", "handled_by"])
mentioned(JobFailure, whole={"reason": ERASED, "trace": ""})
personal(JobProgress, fields=["user", "title", "message"])
