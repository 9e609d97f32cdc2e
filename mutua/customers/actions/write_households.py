"""Writing the households that imported people belong to, for a batch at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from mutua.customers.models import Household, HouseholdMember
from mutua.foundation.access import Actor, require
from mutua.foundation.imports.copying import copy_in
from mutua.foundation.imports.tracing import found


@transaction.atomic
def write_households(actor: Actor, source: str, rows: Sequence[tuple[int, str]]) -> None:
    """rows: people with what the file calls their household, which is its key in the source. Those that are not there yet are made; who belongs already stays. Five statements."""
    if not rows:
        return
    require(actor, "customers.person.edit")
    names = {name[:200] for _person, name in rows}
    # Whoever has a household in the bin gets no second one of its key: the database would refuse it.
    known = dict(Household.everything.filter(source=source, source_key__in=names).values_list("source_key", "pk"))
    found(Household, list(known.values()))
    new = sorted(names - set(known))
    known |= dict(
        zip(
            new,
            copy_in(Household, [{"name": name, "owner_id": actor.user_id, "source": source, "source_key": name} for name in new]),
            strict=True,
        )
    )

    wanted = {(known[name[:200]], person) for person, name in rows}
    members = HouseholdMember.objects.filter(person__in={person for _household, person in wanted}, until=None)
    standing = {(household, person): pk for household, person, pk in members.values_list("household", "person", "pk")}
    found(HouseholdMember, [standing[place] for place in wanted & standing.keys()])
    copy_in(HouseholdMember, [{"household_id": household, "person_id": person} for household, person in sorted(wanted - standing.keys())])
