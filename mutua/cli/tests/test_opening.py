"""What a command says of a database that it cannot work with."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction

from mutua.cli.opening import allowed, in_step
from mutua.foundation.database.embedded import DatabaseTrouble

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("statement", ["SELECT 1 FROM not_there", "SELECT not_there FROM identity_user"])
def test_a_database_of_another_version_is_one_sentence(statement: str) -> None:
    with pytest.raises(DatabaseTrouble, match="`mutua migrate`"), in_step(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_any_other_mistake_keeps_its_trace() -> None:
    with pytest.raises(ProgrammingError), in_step(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELEKT 1")


def test_a_role_that_may_not_make_tables_is_one_sentence() -> None:
    with connection.cursor() as cursor:
        cursor.execute("REVOKE ALL ON identity_user FROM CURRENT_USER")
    with (
        pytest.raises(DatabaseTrouble, match="ALTER DATABASE name OWNER TO role"),
        allowed(),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT 1 FROM identity_user")


def test_any_other_mistake_of_a_migration_keeps_its_trace() -> None:
    with pytest.raises(ProgrammingError), allowed(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELEKT 1")
