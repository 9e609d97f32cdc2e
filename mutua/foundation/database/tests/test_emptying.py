"""After a transactional test the database is as before: nothing is left, and nothing that came with the tables is missing."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.db import connection

from mutua.foundation.identity.models import Role, User
from tests.cast import tables

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def seen() -> list[dict[str, str]]:
    return []


@pytest.mark.parametrize("time", ["first", "second", "third"])
def test_each_time_all_rows_are_the_same(seen: list[dict[str, str]], time: str) -> None:
    seen.append(tables())
    assert seen[0] == seen[-1]
    assert Role.objects.exists()
    assert Permission.objects.exists()
    assert not User.objects.exists()

    User.objects.create_user(f"{time}@example.org", "a long password").roles.set(Role.objects.all())
    Role.objects.update(name="Changed")
    Permission.objects.first().delete()  # type: ignore[union-attr]
    with connection.cursor() as cursor:
        cursor.execute("update django_content_type set model = 'changed' where model = 'session'")
    assert tables() != seen[0]


def test_triggers_and_references_hold_again() -> None:
    with connection.cursor() as cursor:
        cursor.execute("show session_replication_role")
        assert cursor.fetchone() == ("origin",)
