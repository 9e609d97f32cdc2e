"""What went out, what waits and what failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from mutua.foundation.access import Actor, find, visible_to
from mutua.foundation.mail.models import OutgoingMail

SHOWN = 100


@dataclass(frozen=True)
class Outgoing:
    """letters: the newest, `SHOWN` at most, without their bodies. counts: how many there are, by state."""

    letters: Sequence[OutgoingMail]
    counts: dict[str, int]

    @property
    def known(self) -> int:
        return sum(self.counts.values())


def outgoing(actor: Actor, state: str = "") -> Outgoing:
    """state: one of OutgoingMail.State; anything else asks for all."""
    seen = visible_to(actor, OutgoingMail.objects.all())
    counts = dict(seen.order_by().values_list("state").annotate(Count("pk")))
    asked = seen.filter(state=state) if state in OutgoingMail.State.values else seen
    return Outgoing(list(asked.defer("text", "html")[:SHOWN]), counts)


def letter_for(actor: Actor, mail_id: int) -> OutgoingMail:
    """Raises NotFound."""
    return find(visible_to(actor, OutgoingMail.objects.all()), pk=mail_id)
