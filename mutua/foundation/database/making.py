"""Making the tables of a new database in seconds instead of a minute.

Django renders every related model again after each operation, and most models here are related through users: the
time grows with the square of the number of models. Operations that change one table and nothing that others refer to
need no more than the model of that table. Anything else (renames, primary keys, Python code) is given completely
rendered models, as Django does it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.db.migrations import operations
from django.db.migrations.migration import Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.migrations.utils import field_is_referenced
from pgtrigger.migrations import AddTrigger, RemoveTrigger

# What is not listed renders everything: a new kind of operation is slow before anybody has thought about it, never wrong
OF_ONE_TABLE = (
    operations.CreateModel, operations.AlterModelOptions, operations.AlterModelManagers, operations.AddField,
    operations.AddIndex, operations.RemoveIndex, operations.AlterUniqueTogether,
    operations.AddConstraint, operations.AlterConstraint, operations.RemoveConstraint,
    AddTrigger, RemoveTrigger, operations.RunSQL,
)  # fmt: skip


def migrate() -> None:
    """Bring the database of the default connection in step; quickly when it is new, in Django's own way when it is not."""
    from django.core.management import call_command

    if is_new():
        with rendering_only_what_is_changed():
            call_command("migrate", verbosity=0, interactive=False)
    else:
        call_command("migrate", verbosity=0, interactive=False)


def is_new() -> bool:
    """Whether no migration was ever applied here."""
    return "django_migrations" not in connection.introspection.table_names()


@contextmanager
def rendering_only_what_is_changed() -> Iterator[None]:
    """While this lasts, operations that change one table render the model of that table and no other."""
    apply = Migration.apply

    def apply_quickly(migration: Migration, state: ProjectState, schema_editor: Any, collect_sql: bool = False) -> ProjectState:
        for operation in migration.operations:
            single = copy(migration)
            vars(single)["operations"] = [operation]
            if touches_one_table(operation, migration.app_label, state):
                with patch.object(ProjectState, "reload_model", _reload_alone):
                    state = apply(single, state, schema_editor, collect_sql)
            else:
                state.clear_delayed_apps_cache()
                state = apply(single, state, schema_editor, collect_sql)
        return state

    with patch.object(Migration, "apply", apply_quickly):
        yield


def touches_one_table(operation: Operation, app_label: str, state: ProjectState) -> bool:
    """Whether this operation, applied to `state`, changes one table at most and nothing that a foreign key refers to."""
    if isinstance(operation, operations.SeparateDatabaseAndState):
        return all(touches_one_table(step, app_label, state) for step in [*operation.database_operations, *operation.state_operations])
    if isinstance(operation, operations.AlterField):
        model = (app_label, operation.model_name_lower)
        before = state.models[model].fields[operation.name]
        has_tables_of_its_own = before.many_to_many or operation.field.many_to_many
        return not has_tables_of_its_own and not field_is_referenced(state, model, (operation.name, before))
    return isinstance(operation, OF_ONE_TABLE)


def _reload_alone(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
    if "apps" not in state.__dict__:
        return
    state.is_delayed = True  # whoever needs all models gets them rendered anew
    state._reload({(app_label, model_name)})
