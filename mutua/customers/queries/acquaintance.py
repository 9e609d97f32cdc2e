"""Who of ours knows whom of theirs, as far as the person who looks may see it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from mutua.customers.acquaintance import sources_for
from mutua.customers.models import Account, Affiliation, Assignment, Person
from mutua.customers.queries.accounts import accounts_seen
from mutua.customers.queries.people import assignments_of, present_affiliations
from mutua.customers.rules.acquaintance import Touch, touch
from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.foundation.identity.models import User

A_YEAR = timedelta(days=365)
PEOPLE = 200
SHOWN = 60


@dataclass
class Acquaintance:
    """One of ours and one of theirs. counts: key of a source → contacts in a year; counted: the same in words. responsible: looks after an account where the person works."""

    user: Any
    person: Any
    last: date | None = None
    counts: dict[str, int] = field(default_factory=dict)
    counted: list[str] = field(default_factory=list)
    responsible: bool = False

    @property
    def in_year(self) -> int:
        return sum(self.counts.values())

    @property
    def touch(self) -> Touch:
        return touch(self.in_year, None if self.last is None else (days.today() - self.last).days)


def who_knows_whom(actor: Actor, account: Account) -> list[Acquaintance]:
    """Our people and those who work for this account now, the newest contact first: a fixed number of queries."""
    people = [row.person for row in present_affiliations(actor, account)[:PEOPLE]]
    responsible = {account.owner_id, *(row.user_id for row in assignments_of(actor, account.pk))}
    pairs = {(user, person.pk) for user in responsible if user for person in people}
    return _told(actor, people, pairs)


def who_knows(actor: Actor, person: Person) -> list[Acquaintance]:
    """Our people who have had contact with this person, or look after an account where the person works now."""
    today = days.today()
    places = Affiliation.objects.filter(person=person).exclude(until__lt=today).values("account")
    accounts = accounts_seen(actor).filter(pk__in=places)
    owners = accounts.order_by().values_list("owner", flat=True)
    assigned = Assignment.objects.filter(account__in=accounts).order_by().values_list("user", flat=True)
    pairs = {(user, person.pk) for user in owners.union(assigned) if user}
    return _told(actor, [person], pairs)


def _told(actor: Actor, people: Sequence[Person], responsible: Collection[tuple[int, int]]) -> list[Acquaintance]:
    by_id = {person.pk: person for person in people}
    found = {pair: Acquaintance(pair[0], by_id[pair[1]], responsible=True) for pair in responsible}
    since = days.today() - A_YEAR
    for source in sources_for(actor):
        for met in source.ask(actor, list(by_id), since):
            known = found.setdefault((met.user_id, met.person_id), Acquaintance(met.user_id, by_id[met.person_id]))
            known.last = max(known.last or met.last, met.last)
            if met.in_year:
                known.counts[source.key] = met.in_year
                known.counted.append(source.counted(met.in_year))
    users = User.objects.in_bulk({user for user, _person in found})
    for (user, _person), known in found.items():
        known.user = users.get(user)
    rows = [known for known in found.values() if known.user is not None]
    return sorted(rows, key=lambda one: (-(one.last or date.min).toordinal(), one.user.name, one.person.sort_key))[:SHOWN]
