"""The tables of the tests were made the quick way: are they what the models say?"""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection, models

pytestmark = pytest.mark.django_db
MODELS = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed and not model._meta.proxy]


def rows(query: str, *parameters: object) -> set[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return set(cursor.fetchall())


def test_the_columns_are_those_of_the_models() -> None:
    there = rows(
        "select attrelid::regclass::text, attname, attnotnull or attgenerated <> '' from pg_attribute "
        "join pg_class c on c.oid = attrelid where relkind in ('r', 'p') and attnum > 0 and not attisdropped"
    )
    meant = {
        (model._meta.db_table, field.column, not field.null or isinstance(field, models.GeneratedField))
        for model in MODELS
        for field in model._meta.local_concrete_fields
    }
    assert meant - there == set()


def test_every_index_and_constraint_that_a_model_names_is_there() -> None:
    there = {name for (name,) in rows("select relname from pg_class where relkind = 'i' union select conname from pg_constraint")}
    named = {entry.name for model in MODELS for entry in [*model._meta.indexes, *model._meta.constraints]}
    assert named
    assert named - there == set()


def test_every_foreign_key_is_there() -> None:
    there = rows(
        "select c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text from pg_constraint c "
        "join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1] where c.contype = 'f'"
    )
    meant = {
        (model._meta.db_table, field.column, field.related_model._meta.db_table)
        for model in MODELS
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.ForeignKey) and field.db_constraint
    }
    assert meant
    assert meant - there == set()


def test_every_trigger_is_there() -> None:
    from pgtrigger import registered

    there = rows("select tgrelid::regclass::text, tgname from pg_trigger where not tgisinternal")
    meant = {(model._meta.db_table, trigger.get_pgid(model)) for model, trigger in registered()}
    assert meant - there == set()
