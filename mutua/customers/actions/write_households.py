"""Writing the households that imported people belong to, for a batch at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from mutua.customers.models import Household, HouseholdMember
from mutua.foundation.access import Actor, require


@transaction.atomic
def write_households(actor: Actor, source: str, rows: Sequence[tuple[int, str]]) -> None:
    """rows: people with what the file calls their household, which is its key in the source. Those that are not there yet are made; who belongs already stays. Five statements."""
    if not rows:
        return
    require(actor, "customers.person.edit")
    names = {name[:200] for _person, name in rows}
    # Whoever has a household in the bin gets no second one of its key: the database would refuse it.
    known = dict(Household.everything.filter(source=source, source_key__in=names).values_list("source_key", "pk"))
    Household.objects.bulk_create(
        [Household(name=name, owner_id=actor.user_id, source=source, source_key=name) for name in sorted(names - set(known))],
        ignore_conflicts=True,
    )
    known |= dict(Household.everything.filter(source=source, source_key__in=names - set(known)).values_list("source_key", "pk"))
    HouseholdMember.objects.bulk_create(
        [HouseholdMember(household_id=known[name[:200]], person_id=person) for person, name in rows], ignore_conflicts=True
    )
