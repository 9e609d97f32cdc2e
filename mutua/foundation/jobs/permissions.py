"""Who looks after the queue, and who sees the progress of a job."""

from __future__ import annotations

from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import Actor, declare, sees
from mutua.foundation.jobs.models import JobFailure, JobProgress

declare("jobs.dead_letter.view", _("See the queue and the jobs that were given up"))
declare("jobs.dead_letter.retry", _("Try a job again, or dismiss it"))
declare(
    "jobs.progress.view",
    _("See how far one's own long jobs have come"),
    roles=("manager", "representative", "agent", "marketer", "executive"),
)


def own_or_common(actor: Actor, model: type[Model]) -> Q:
    return Q(user=None) | Q(user_id=actor.user_id)


def nobody(actor: Actor, model: type[Model]) -> Q:
    return Q(pk__in=[])


sees(JobProgress, own_or_common, permission="jobs.progress.view")
# Job arguments may hold anything, so who does not look after the whole queue sees none of it.
sees(JobFailure, nobody, permission="jobs.dead_letter.view")
