"""What people have allowed: the ledger, and what holds by it on any day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from mutua.customers.models import Consent, Person, Wording
from mutua.foundation.access import Actor, visible_to

SHOWN = 500


def ledger_of(actor: Actor, person: Person) -> QuerySet[Consent]:
    """Every entry, the newest first, with its wording."""
    return visible_to(actor, Consent.objects.filter(person=person)).select_related("wording").order_by("-at", "given", "-pk")


def holding(actor: Actor, person: Person, as_of: datetime | None = None) -> dict[tuple[str, str], Consent]:
    """The entry that holds for each purpose and channel that the person has spoken about. as_of: with what was known at that moment."""
    rows = that_hold(visible_to(actor, Consent.objects.filter(person=person)), as_of)
    return {(row.purpose, row.channel): row for row in rows.select_related("wording")}


def may_contact(person_id: int, purpose: str, channel: str, as_of: datetime | None = None) -> bool:
    """Whether this person has allowed it and not taken it back. Who never said anything has not. For rules, not for showing: it asks nobody's permission."""
    rows = _known(Consent.objects.filter(person=person_id, purpose=purpose, channel=channel), as_of)
    return bool(rows.order_by("-at", "given", "-pk").values_list("given", flat=True).first())


def contactable(
    person_ids: Iterable[int] | QuerySet[Person], purpose: str, channel: str, as_of: datetime | None = None
) -> QuerySet[Consent]:
    """The consents that hold now, of those of these people who may be contacted: one query for an audience of any size."""
    spoken = Consent.objects.filter(person__in=person_ids, purpose=purpose, channel=channel)
    return Consent.objects.filter(pk__in=that_hold(spoken, as_of).values("pk"), given=True)


def wordings() -> QuerySet[Wording]:
    """All versions, by purpose and language, the newest first: what the company asks is no secret."""
    return Wording.objects.order_by("purpose", "language", "-version")


def that_hold(rows: QuerySet[Consent], as_of: datetime | None = None) -> QuerySet[Consent]:
    """Of these entries the newest of each person, purpose and channel."""
    return _known(rows, as_of).order_by("person", "purpose", "channel", "-at", "given", "-pk").distinct("person", "purpose", "channel")


def _known(rows: QuerySet[Consent], as_of: datetime | None) -> QuerySet[Consent]:
    # What was said before that moment and written down only later was not known then.
    return rows if as_of is None else rows.filter(at__lte=as_of, recorded_at__lte=as_of)
