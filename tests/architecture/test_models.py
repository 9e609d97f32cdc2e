"""Every model of ours says what is personal in it and, where a query asks for it, who sees it; the migrations are in step."""

from __future__ import annotations

import ast

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.models import CASCADE, Model

from mutua.customers.models import ErasedPerson, Person
from mutua.foundation import privacy
from mutua.foundation.access.rows import rules
from tests.architecture.storeys import sources


def ours() -> dict[str, type[Model]]:
    """Models by name, without those of tests and those that pghistory makes."""
    return {
        model.__name__: model
        for model in apps.get_models()
        if model.__module__.startswith("mutua.") and ".tests" not in model.__module__ and not hasattr(model, "pgh_tracked_model")
    }


def test_every_model_says_what_is_personal_in_it() -> None:
    assert len(ours()) > 40
    assert sorted(model._meta.label for model in ours().values() if model not in privacy.declarations()) == []


def test_every_model_that_is_asked_for_says_who_sees_it() -> None:
    models, asked = ours(), set()
    for file in sources():
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "visible_to":
                asked |= {
                    part.value.id
                    for part in ast.walk(node)
                    if isinstance(part, ast.Attribute) and part.attr in ("objects", "everything") and isinstance(part.value, ast.Name)
                }
    assert len(asked & set(models)) > 30
    assert sorted(name for name in asked & set(models) if models[name] not in rules()) == []


def test_the_migrations_are_in_step_with_the_models() -> None:
    loader = MigrationLoader(None)
    changes = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(graph=loader.graph)
    labels = {config.label for config in apps.get_app_configs() if config.name.startswith("mutua.")}
    assert {label: [str(one.operations) for one in changed] for label, changed in changes.items() if label in labels} == {}


def test_every_link_to_a_person_says_what_becomes_of_the_row_when_the_person_is_erased() -> None:
    """A lead names the link; and what hangs on rows that go with the person says so, too."""
    said: dict[type[Model], set[str]] = {}
    for lead in privacy.leads():
        said.setdefault(lead.model, set()).update(lead.paths)
    links = {
        (model, link.name)
        for model in ours().values()
        for link in [*model._meta.concrete_fields, *model._meta.many_to_many]
        if link.related_model is Person and model is not ErasedPerson
    }
    assert len(links) > 12
    assert sorted(f"{model._meta.label}.{name}" for model, name in links if name not in said.get(model, ())) == []
    go = {lead.model for lead in privacy.leads() if lead.then == "delete"}
    hanging = {
        f"{model._meta.label}.{link.name}"
        for model in ours().values()
        for link in model._meta.concrete_fields
        if link.related_model in go and getattr(link.remote_field, "on_delete", None) is CASCADE and model not in said
    }
    assert hanging == set()


def test_every_text_in_a_row_that_stays_is_written_over_or_says_why_not() -> None:
    left = []
    for lead in privacy.leads():
        if lead.then != "delete":
            for column in lead.model._meta.concrete_fields:
                holds_words = column.get_internal_type() in ("CharField", "TextField", "JSONField", "ArrayField", "EmailField", "SlugField")
                if holds_words and not column.choices and column.name not in {*lead.blanks, *lead.keeps}:
                    left.append(f"{lead.model._meta.label}.{column.name}")
    assert left == []
