"""The evidence of an objective says amend or abandon: whoever owns the strategy gets it by mail, as it stands on Today.

An alarm that reaches nobody is none: where the owner may not decide, is gone, or was never named, it goes to those who decide about all strategies.
"""

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
MOST = 10  # of those who get it in place of an owner
DECIDE = "strategy.review.decide"


@when(VerdictChanged)
def turned_verdict_mails_its_owner(event: VerdictChanged) -> None:
    if event.now not in GRAVE:
        return
    for user in _asked(event):
        actor = actor_with_id(user.pk)
        if not versions_seen(actor).filter(pk=event.version_id, state=StrategyVersion.State.ACTIVE).exists():
            continue
        reading = reading_of(actor, event.objective_id)
        if reading.verdict == event.now:  # else it has turned again since, and that is told by itself
            _tell(user, reading, list(rows_behind(actor, reading.objective)[:ROWS]))


def _asked(event: VerdictChanged) -> list[User]:
    """Who may not see it on Today is not told by mail either."""
    owners = User.objects.filter(strategies__versions__objectives=event.objective_id, is_active=True)
    if found := [owner for owner in owners if _decides(owner)]:
        return found
    everywhere = User.objects.filter(is_active=True, roles__scope="all", roles__permissions__contains=[DECIDE])
    return [one for one in everywhere.distinct().order_by("pk")[:MOST] if _decides(one)]


def _decides(user: User) -> bool:
    actor = actor_with_id(user.pk)
    return may(actor, DECIDE) and may(actor, "strategy.strategy.view")


def _tell(user: User, reading: Reading, rows: list[CountedOutcome]) -> None:
    objective = reading.objective
    strategy = objective.version_of.strategy
    with read_by(user):
        says = shown(reading)
        words = {"strategy": strategy.name, "verdict": says.word, "objective": objective.name}
        send(
            user.email,
            one_line(_("%(strategy)s: %(verdict)s? The evidence of “%(objective)s”") % words),
            "flows/verdict_turned",
            {
                "strategy": strategy,
                "objective": objective,
                "says": says,
                "rows": rows,
                "owns": strategy.owner_id == user.pk,
                "review_link": f"{reverse('strategy:review', args=[strategy.pk])}?objective={objective.pk}",
                "rows_link": reverse("strategy:evidence", args=[objective.pk]),
            },
            key=f"verdict-{objective.pk}-{reading.verdict}-{says.observations}-{user.pk}",
            about=("strategy", strategy.pk),
        )
