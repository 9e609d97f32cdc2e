"""The standing cast of the tests, and the proof that a refusal changed nothing.

Ada sells, Ben leads Ada, Cleo serves, Dov is a partner, Mia is a customer, Eve sells for another team, Root administers.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from psycopg import sql

from mutua.foundation.access import Actor
from mutua.foundation.access.built_in_roles import sync_built_in_roles
from mutua.foundation.access.people import actor_of
from mutua.foundation.database.testing import filled
from mutua.foundation.identity.models import Role, Team, User

PASSWORD = "correct horse battery staple"


@dataclass(frozen=True)
class Cast:
    """Actors by name; the users behind them in `users`, by the same name."""

    ada: Actor
    ben: Actor
    cleo: Actor
    dov: Actor
    mia: Actor
    eve: Actor
    root: Actor
    executive: Actor
    users: dict[str, User] = field(default_factory=dict)

    def user(self, name: str) -> User:
        return self.users[name]


ROLES: dict[str, tuple[str, str | None]] = {
    "ada": ("Ada Lindqvist", "representative"),
    "ben": ("Ben Okafor", "manager"),
    "cleo": ("Cleo Reyes", "agent"),
    "dov": ("Dov Peretz", None),
    "mia": ("Mia Santos", None),
    "eve": ("Eve Moreau", "representative"),
    "root": ("Root", "administrator"),
    "executive": ("Edith Vance", "executive"),
}


@pytest.fixture
def cast(db: None) -> Cast:
    if not Role.objects.filter(key="representative").exists():
        sync_built_in_roles()  # a test that emptied the tables took the roles with it
    roles = {role.key: role for role in Role.objects.all()}
    # Every other test begins here: three questions instead of thirty
    people = [User(email=f"{key}@example.org", name=name, password=make_password(PASSWORD)) for key, (name, _role) in ROLES.items()]
    users = dict(zip(ROLES, User.objects.bulk_create(people), strict=True))
    holds = User.roles.through
    holds.objects.bulk_create(holds(user=users[key], role=roles[role]) for key, (_name, role) in ROLES.items() if role)
    north = Team.objects.create(name="North", lead=users["ben"])
    north.members.add(users["ada"])
    south = Team.objects.create(name="South")
    south.members.add(users["eve"])
    return Cast(**{key: actor_of(user) for key, user in users.items()}, users=users)


def way_back(page: str) -> str:
    """The address that Undo posts to, as the toast of this page has it."""
    found = re.search(r'<form method="post" action="([^"]+)">(?:(?!</form>).)*data-undo', page, re.DOTALL)
    assert found, "the page offers no Undo"
    return html.unescape(found[1])


@contextmanager
def nothing_changes() -> Iterator[None]:
    """Fails when any row of any table is other after the block than before it, also when the block raises."""
    before = tables()
    try:
        yield
    finally:
        after = tables()
        changed = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
        assert not changed, f"These tables changed: {', '.join(changed)}"


# Signing in and counting attempts is not part of any act.
_NOT_COUNTED = ("django_session", "mutua_cache", "django_migrations")


def tables() -> dict[str, str]:
    """A digest of the rows of each table, by table name. Most are empty, and digesting nothing takes as long as digesting a few rows."""
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public' order by 1")
        names = [row[0] for row in cursor.fetchall() if row[0] not in _NOT_COUNTED]
        parts = [
            sql.SQL("select {name}, (select md5(string_agg(md5(t::text), '' order by md5(t::text))) from {table} t)").format(
                name=sql.Literal(name), table=sql.Identifier(name)
            )
            for name in filled(cursor, names)
        ]
        cursor.execute(sql.SQL(" union all ").join(parts))
        return {**dict.fromkeys(names, ""), **dict(cursor.fetchall())}
