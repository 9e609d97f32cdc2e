"""Who stands below whom: teams here, and the trees that domains register. Whoever leads a place sees what belongs to all places under it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import LiteralString

from django.db import connection
from psycopg import sql


@dataclass(frozen=True)
class Hierarchy:
    """A tree of places, as SQL over its own tables. %(today)s is the day.

    places: id and parent_id of each place that stands. heads: place_id and user_id of who leads it. people: the same of all who belong to it.
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
    return _walked(
        "{tree} (id) AS (SELECT place_id FROM ({heads}) AS head WHERE head.user_id = %(user)s"
        " UNION SELECT place.id FROM ({places}) AS place JOIN {tree} ON place.parent_id = {tree}.id)",
        "SELECT person.user_id FROM ({people}) AS person JOIN {tree} ON {tree}.id = person.place_id",
        list(_hierarchies.values()),
        {"user": user_id, "today": today},
    )


def people_above(user_id: int, today: date) -> frozenset[int]:
    """The other way: those who lead a place to which this user belongs, or one above it, but not mere colleagues."""
    return _walked(
        "{tree} (id) AS (SELECT place_id FROM ({people}) AS person WHERE person.user_id = %(user)s"
        " UNION SELECT place.parent_id FROM ({places}) AS place JOIN {tree} ON place.id = {tree}.id WHERE place.parent_id IS NOT NULL)",
        "SELECT head.user_id FROM ({heads}) AS head JOIN {tree} ON {tree}.id = head.place_id",
        [one for one in _hierarchies.values() if one.key != COLLEAGUES],
        {"user": user_id, "today": today},
    ) - {user_id}


def _walked(walk: LiteralString, found: LiteralString, trees: list[Hierarchy], values: dict[str, int | date]) -> frozenset[int]:
    """The users that `found` finds after each tree was walked, in one statement. UNION and not UNION ALL: a circle that a restore left comes to an end."""
    walks, parts = [], []
    for one in trees:
        names = {
            "tree": sql.Identifier(f"{one.key}_walked"), "places": sql.SQL(one.places), "heads": sql.SQL(one.heads), "people": sql.SQL(one.people),
        }  # fmt: skip
        walks.append(sql.SQL(walk).format(**names))
        parts.append(sql.SQL(found).format(**names))
    statement = sql.SQL("WITH RECURSIVE {walks} {parts}").format(walks=sql.SQL(", ").join(walks), parts=sql.SQL(" UNION ").join(parts))
    with connection.cursor() as cursor:
        # As text: what keeps the history looks at each statement.
        cursor.execute(statement.as_string(), values)
        return frozenset(number for (number,) in cursor.fetchall())


COLLEAGUES = "colleagues"
_TEAM_PEOPLE: LiteralString = (
    "SELECT team_id AS place_id, user_id FROM identity_team_members UNION SELECT id, lead_id FROM identity_team WHERE lead_id IS NOT NULL"
)
hierarchy(
    "teams",
    places="SELECT id, parent_id FROM identity_team",
    heads="SELECT id AS place_id, lead_id AS user_id FROM identity_team WHERE lead_id IS NOT NULL",
    people=_TEAM_PEOPLE,
)
# One's own colleagues, where one leads nobody: a tree of one storey.
hierarchy(
    COLLEAGUES,
    places="SELECT NULL::bigint AS id, NULL::bigint AS parent_id WHERE false",
    heads="SELECT team_id AS place_id, user_id FROM identity_team_members",
    people=_TEAM_PEOPLE,
)
