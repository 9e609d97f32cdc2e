"""What of strategy needs a person: a verdict that nobody has decided about."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mutua.foundation.access import Actor
from mutua.foundation.today import Need, needs_me
from mutua.foundation.ui.formats import ago, number
from mutua.strategy.models import Review, StrategyVersion, VerdictTurn
from mutua.strategy.queries.reviewing import Reading, overall, readings_of
from mutua.strategy.queries.strategies import versions_seen
from mutua.strategy.sentences import STATES
from mutua.strategy.showing import shown


@needs_me(
    key="verdict",
    title=gettext_lazy("Decide about a strategy"),
    note=gettext_lazy("the evidence is enough"),
    order=30,
    needs="strategy.review.decide",
)
def verdicts(actor: Actor, team: bool = False) -> list[Need]:
    """Versions in force whose evidence says amend or abandon, and where nobody has decided since it began to say so."""
    decided = Review.objects.filter(version_of=OuterRef("pk")).order_by("-decided_at").values("decided_at")[:1]
    versions = list(versions_seen(actor).filter(state=StrategyVersion.State.ACTIVE).annotate(decided_at=Subquery(decided)))
    if not team and not actor.is_administrator and actor.scope != "all":
        versions = [version for version in versions if version.strategy.owner_id in (None, *actor.owner_ids)]
    grave = {pk: readings for pk, readings in readings_of(versions).items() if overall(readings) in ("abandon", "amend")}
    return [need for version in versions if version.pk in grave and (need := _need(version, grave[version.pk]))]


def _need(version: StrategyVersion, readings: list[Reading]) -> Need | None:
    worst = next(reading for reading in readings if reading.verdict == overall(readings))
    turn = _since(worst)
    decided_at = version.decided_at  # type: ignore[attr-defined]
    if turn is None or (decided_at is not None and decided_at.date() >= turn.day):
        return None
    says = shown(worst)
    review = reverse("strategy:review", args=[version.strategy_id])
    count = ngettext("%(n)s outcome", "%(n)s outcomes", says.observations) % {"n": number(says.observations)}
    return Need(
        key=f"version-{version.pk}-{turn.now}-{turn.day}",
        what=_("%(strategy)s: %(verdict)s?") % {"strategy": version.strategy.name, "verdict": says.word},
        what_url=version.strategy.get_absolute_url(),
        reason=says.words,
        evidence_label=count,
        evidence_url=f"{review}?objective={worst.objective.pk}",
        when=ago(turn.day),
        act_label=_("Review"),
        act_url=review,
        act_key="r",
        glyph=STATES[worst.verdict],
    )


def _since(reading: Reading) -> VerdictTurn | None:
    """When the present verdict began."""
    return VerdictTurn.objects.filter(objective=reading.objective, counted_anew=False).order_by("day", "pk").last()
