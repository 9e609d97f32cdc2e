"""Who looks at a portal page: a person of a customer, known by the link that was opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from mutua.foundation.access import Actor
from mutua.portals.walls import LINK, PORTAL, SEARCH_PATH

# What its pages read through the queries of the house. Which rows that means, the database decides.
READS = frozenset({"backoffice.shipment.view", "relationships.touchpoint.view", "relationships.value.view", "relationships.profile.view"})


@dataclass(frozen=True)
class Visitor:
    """A person of a customer, as the open link names it."""

    link_id: int
    account_id: int
    person_id: int
    name: str
    email: str
    expires_at: datetime
    invited_by: str

    @property
    def actor(self) -> Actor:
        return Actor(kind="customer", user_id=None, name=self.name, permissions=READS, scope="all")


@contextmanager
def behind_the_wall(digest: str) -> Iterator[Visitor | None]:
    """One transaction as the portal's role, with the link of this digest; None where no such link is open.

    The portal's process has signed in as that role; anybody else takes it on, which the owner may in tests.
    """
    with connection.cursor() as cursor:
        cursor.execute("select current_user = %s", [PORTAL])
        is_portal = cursor.fetchone()[0]
        try:
            with transaction.atomic():
                if not is_portal:
                    cursor.execute("select set_config('role', %s, true), set_config('search_path', %s, true)", [PORTAL, SEARCH_PATH])
                cursor.execute("select set_config(%s, %s, true)", [LINK, digest])
                cursor.execute(
                    "select link_id, account_id, person_id, name, email, expires_at, invited_by from portal.visit() where link_id is not null"
                )
                row = cursor.fetchone()
                yield Visitor(*row) if row else None
        finally:
            if not is_portal and connection.in_atomic_block:  # a test's own transaction goes on, and not as the portal
                cursor.execute(
                    "select set_config('role', 'none', true), set_config('search_path', 'public', true), set_config(%s, '', true)", [LINK]
                )


def note_opening(address: str | None) -> None:
    """Write down that the link was opened, once a minute at most."""
    with connection.cursor() as cursor:
        cursor.execute("select portal.opened(%s::inet)", [address])
