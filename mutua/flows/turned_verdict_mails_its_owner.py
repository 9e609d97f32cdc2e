"""The evidence of an objective says amend or abandon: whoever owns the strategy gets it by mail, as it stands on Today."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from mutua.foundation.access import may
from mutua.foundation.access.people import actor_with_id
from mutua.foundation.events import when
from mutua.foundation.identity.models import User
from mutua.foundation.mail import send
from mutua.foundation.mail.headers import one_line
from mutua.foundation.ui.middleware import read_by
from mutua.strategy.events import VerdictChanged
from mutua.strategy.models import CountedOutcome, Measurement, StrategyVersion
from mutua.strategy.queries.reviewing import Reading, reading_of, rows_behind
from mutua.strategy.queries.strategies import versions_seen
from mutua.strategy.showing import shown

GRAVE = (Measurement.Verdict.AMEND, Measurement.Verdict.ABANDON)
ROWS = 5


@when(VerdictChanged)
def turned_verdict_mails_its_owner(event: VerdictChanged) -> None:
    if event.now not in GRAVE:
        return
    owner = User.objects.filter(strategies__versions__objectives=event.objective_id, is_active=True).first()
    if owner is None:
        return
    # Who may not see it on Today is not told by mail either.
    actor = actor_with_id(owner.pk)
    if not may(actor, "strategy.review.decide") or not may(actor, "strategy.strategy.view"):
        return
    if not versions_seen(actor).filter(pk=event.version_id, state=StrategyVersion.State.ACTIVE).exists():
        return
    reading = reading_of(actor, event.objective_id)
    if reading.verdict == event.now:  # else it has turned again since, and that is told by itself
        _tell(owner, reading, list(rows_behind(actor, reading.objective)[:ROWS]))


def _tell(owner: User, reading: Reading, rows: list[CountedOutcome]) -> None:
    objective = reading.objective
    strategy = objective.version_of.strategy
    with read_by(owner):
        says = shown(reading)
        words = {"strategy": strategy.name, "verdict": says.word, "objective": objective.name}
        send(
            owner.email,
            one_line(_("%(strategy)s: %(verdict)s? The evidence of “%(objective)s”") % words),
            "flows/verdict_turned",
            {
                "strategy": strategy,
                "objective": objective,
                "says": says,
                "rows": rows,
                "review_link": f"{reverse('strategy:review', args=[strategy.pk])}?objective={objective.pk}",
                "rows_link": reverse("strategy:evidence", args=[objective.pk]),
            },
            key=f"verdict-{objective.pk}-{reading.verdict}-{says.observations}",
            about=("strategy", strategy.pk),
        )
