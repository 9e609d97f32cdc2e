"""What a command says of a database that it cannot work with."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction

from mutua.cli.opening import in_step
from mutua.foundation.database.embedded import DatabaseTrouble

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("statement", ["SELECT 1 FROM not_there", "SELECT not_there FROM identity_user"])
def test_a_database_of_another_version_is_one_sentence(statement: str) -> None:
    with pytest.raises(DatabaseTrouble, match="`mutua migrate`"), in_step(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_any_other_mistake_keeps_its_trace() -> None:
    with pytest.raises(ProgrammingError), in_step(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELEKT 1")
