"""Pairs that may be one record, for those who see both."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from mutua.customers.models import DuplicatePair, SourceTrust
from mutua.foundation.access import Actor, find, visible_to
from mutua.foundation.access.hidden import hidden_keys

OPEN = (DuplicatePair.State.OPEN.value, DuplicatePair.State.LATER.value)
BOTH = ("left_account", "right_account", "left_person", "right_person")


def pairs_seen(actor: Actor) -> QuerySet[DuplicatePair]:
    """Pairs of two living records, or decided ones."""
    living = Q(left_account__deleted_at=None, right_account__deleted_at=None, left_person__deleted_at=None, right_person__deleted_at=None)
    return visible_to(actor, DuplicatePair.objects.all()).filter(living | ~Q(state__in=OPEN))


def pair_for(actor: Actor, pair_id: int) -> DuplicatePair:
    """One pair with its records. Raises NotFound."""
    return find(pairs_seen(actor).select_related(*BOTH, "merge"), pk=pair_id)


def open_pairs_with(kind: str, record_id: int) -> QuerySet[DuplicatePair]:
    """Undecided pairs of one record. It asks nobody's permission."""
    mine = Q(**{f"left_{kind}": record_id}) | Q(**{f"right_{kind}": record_id})
    return DuplicatePair.objects.filter(mine, state__in=OPEN).order_by("pk")


def open_pairs_of(actor: Actor, kind: str, record_id: int) -> QuerySet[DuplicatePair]:
    """The same, as far as the actor sees them, the likeliest first, unless that rests on what the actor does not see."""
    first = "-pk" if "probability" in hidden_keys(actor, "duplicate") else "-bits"
    mine = Q(**{f"left_{kind}": record_id}) | Q(**{f"right_{kind}": record_id})
    return pairs_seen(actor).filter(mine, kind=kind, state=DuplicatePair.State.OPEN).select_related(*BOTH).order_by(first, "pk")


def ranks() -> dict[str, int]:
    """{source: how much it is trusted, 1 most}."""
    return dict(SourceTrust.objects.values_list("source", "rank"))
