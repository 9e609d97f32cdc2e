"""Who stands behind each department of a touchpoint map: theirs by where they work, ours by what they answer for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mutua.customers.models import Account
from mutua.customers.queries.people import present_affiliations
from mutua.foundation.access import Actor, may
from mutua.relationships.queries.touchpoints import Meeting

FACES = 3
MOST = 500  # people of one account that are looked at


@dataclass(frozen=True)
class Behind:
    """The people of one department: names of the first few, and how many more. address: "" for ours."""

    people: tuple[tuple[str, str], ...] = ()
    more: int = 0


@dataclass(frozen=True)
class MapPeople:
    """By the name of the department, as the map writes it."""

    ours: Mapping[str, Behind] = field(default_factory=dict)
    theirs: Mapping[str, Behind] = field(default_factory=dict)


def people_behind(actor: Actor, account: Account, meetings: Sequence[Meeting]) -> MapPeople:
    """One query, whatever the number of touchpoints. Theirs only as far as the actor sees people."""
    ours: dict[str, dict[tuple[str, str], None]] = {}
    theirs: dict[str, dict[tuple[str, str], None]] = {}
    for meeting in meetings:
        for user in (meeting.at.our_person, meeting.at.owner):
            if user is not None:
                for name in meeting.our_names:
                    ours.setdefault(name, {})[user.name, ""] = None
    if may(actor, "customers.person.view"):
        for work in present_affiliations(actor, account).filter(department__isnull=False)[:MOST]:
            if work.department is not None:
                theirs.setdefault(work.department.name, {})[str(work.person), work.person.get_absolute_url()] = None
    return MapPeople(_shortened(ours), _shortened(theirs))


def _shortened(found: Mapping[str, Iterable[tuple[str, str]]]) -> dict[str, Behind]:
    rows = {name: tuple(people) for name, people in found.items()}
    return {name: Behind(people[:FACES], max(0, len(people) - FACES)) for name, people in rows.items()}
