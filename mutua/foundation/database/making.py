"""Making the tables of a new database in seconds instead of a minute.

Django renders every related model again after each operation, and most models here are related through users: the
time grows with the square of the number of models. Operations that only add something need no more than the model
they add to. Anything else (renames, alterations, Python code) is given completely rendered models, as Django does it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.db.migrations import operations
from django.db.migrations.migration import Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger

# An index that goes touches no other model than one that comes
ADDING = (
    operations.CreateModel, operations.AddField, operations.AddIndex, operations.RemoveIndex, operations.AddConstraint, operations.RunSQL, AddTrigger,
)  # fmt: skip


def migrate() -> None:
    """Bring the database of the default connection in step; quickly when it is new, in Django's own way when it is not."""
    from django.core.management import call_command

    if is_new():
        with rendering_only_what_is_added():
            call_command("migrate", verbosity=0, interactive=False)
    else:
        call_command("migrate", verbosity=0, interactive=False)


def is_new() -> bool:
    """Whether no migration was ever applied here."""
    return "django_migrations" not in connection.introspection.table_names()


@contextmanager
def rendering_only_what_is_added() -> Iterator[None]:
    """While this lasts, migrations that only add render one model for each operation."""
    apply = Migration.apply

    def apply_quickly(migration: Migration, state: ProjectState, schema_editor: Any, collect_sql: bool = False) -> ProjectState:
        if _only_adds(migration.operations):
            with patch.object(ProjectState, "reload_model", _reload_alone):
                return apply(migration, state, schema_editor, collect_sql)
        state.clear_delayed_apps_cache()
        return apply(migration, state, schema_editor, collect_sql)

    with patch.object(Migration, "apply", apply_quickly):
        yield


def _only_adds(steps: Iterable[Operation]) -> bool:
    for step in steps:
        if isinstance(step, operations.SeparateDatabaseAndState):
            if not (_only_adds(step.database_operations) and _only_adds(step.state_operations)):
                return False
        elif not isinstance(step, ADDING):
            return False
    return True


def _reload_alone(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
    if "apps" not in state.__dict__:
        return
    state.is_delayed = True  # whoever needs all models gets them rendered anew
    state._reload({(app_label, model_name)})
