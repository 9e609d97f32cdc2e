from __future__ import annotations

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def value(query: str, *parameters: object) -> object:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchone()[0]


@pytest.mark.parametrize("extension", ["pg_trgm", "unaccent", "btree_gin", "citext"])
def test_the_extension_is_there(extension: str) -> None:
    assert value("select count(*) from pg_extension where extname = %s", extension) == 1


def test_accents_are_folded() -> None:
    assert value("select mutua_unaccent('Ångström, Łódź, São Tomé')") == "Angstrom, Lodz, Sao Tome"


def test_the_fold_may_be_indexed() -> None:
    with connection.cursor() as cursor:
        cursor.execute("create table fold_check (name text, folded text generated always as (lower(mutua_unaccent(name))) stored)")
        cursor.execute("insert into fold_check (name) values ('Élan')")
    assert value("select folded from fold_check") == "elan"
