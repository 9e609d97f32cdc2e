"""Who stands below whom: teams here, and the trees that domains register. Whoever leads a place sees what belongs to all places under it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import LiteralString

from django.db import connection
from psycopg import sql


@dataclass(frozen=True)
class Hierarchy:
    """A tree of places, as SQL over its own tables. %(user)s is who asks, %(today)s the day.

    places: id and parent_id of each place that stands. heads: the places that this user leads. people: place and user of all who belong to a place.
    """

    key: LiteralString
    places: LiteralString
    heads: LiteralString
    people: LiteralString


_hierarchies: dict[str, Hierarchy] = {}


def hierarchy(key: LiteralString, *, places: LiteralString, heads: LiteralString, people: LiteralString) -> None:
    """Make a tree known, in which whoever leads a place sees those below."""
    _hierarchies[key] = Hierarchy(key, places, heads, people)


def people_below(user_id: int, today: date) -> frozenset[int]:
    """Those who belong to a place that this user leads, or to one under it, in any tree: one statement, however deep the trees are."""
    trees, people = [], []
    for one in _hierarchies.values():
        name = sql.Identifier(f"{one.key}_below")
        # UNION and not UNION ALL: a circle that a careless restore might have left comes to an end.
        trees.append(
            sql.SQL(
                "{name} (id) AS ({heads} UNION SELECT place.id FROM ({places}) AS place JOIN {name} ON place.parent_id = {name}.id)"
            ).format(name=name, heads=sql.SQL(one.heads), places=sql.SQL(one.places))
        )
        people.append(
            sql.SQL(
                "SELECT person.user_id FROM ({people}) AS person (place_id, user_id) JOIN {name} ON {name}.id = person.place_id"
            ).format(people=sql.SQL(one.people), name=name)
        )
    statement = sql.SQL("WITH RECURSIVE {trees} {people}").format(trees=sql.SQL(", ").join(trees), people=sql.SQL(" UNION ").join(people))
    with connection.cursor() as cursor:
        # As text: what keeps the history looks at each statement.
        cursor.execute(statement.as_string(), {"user": user_id, "today": today})
        return frozenset(number for (number,) in cursor.fetchall())


_TEAM_PEOPLE: LiteralString = (
    "SELECT team_id, user_id FROM identity_team_members UNION SELECT id, lead_id FROM identity_team WHERE lead_id IS NOT NULL"
)
hierarchy(
    "teams",
    places="SELECT id, parent_id FROM identity_team",
    heads="SELECT id FROM identity_team WHERE lead_id = %(user)s",
    people=_TEAM_PEOPLE,
)
# One's own colleagues, where one leads nobody: a tree of one storey.
hierarchy(
    "colleagues",
    places="SELECT NULL::bigint AS id, NULL::bigint AS parent_id WHERE false",
    heads="SELECT team_id FROM identity_team_members WHERE user_id = %(user)s",
    people=_TEAM_PEOPLE,
)
