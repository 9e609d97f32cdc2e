"""Tables and templates look down only, as imports do (those are checked by the contract in pyproject.toml)."""

from __future__ import annotations

import re

from django.apps import apps

from tests.architecture.storeys import CODE, domain_of, may_look, storeys

USES = re.compile(r"\{%\s*(?:extends|include)\s.*?%\}", re.DOTALL)
# Also those that a filter chooses between: "ui/_problem.html,ui/page.html".
NAMED = re.compile(r"""["',]([\w-]+)/[\w/.-]*\.html""")


def test_no_table_points_up() -> None:
    wrong = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            target = getattr(field, "remote_field", None) and field.related_model
            if not isinstance(target, type) or field.auto_created or not (_is_ours(model) and _is_ours(target)):
                continue
            if not may_look(domain_of(model.__module__), domain_of(target.__module__)):
                wrong.append(f"{model._meta.label}.{field.name} points at {target._meta.label}")
    assert wrong == []


def test_no_template_uses_one_of_a_higher_storey() -> None:
    wrong, known = [], storeys()
    for file in CODE.rglob("templates/**/*.html"):
        own = file.relative_to(CODE).parts[0]
        for place in NAMED.findall(" ".join(USES.findall(file.read_text()))):
            used = place if place in known else "foundation"
            if not may_look(own, used):
                wrong.append(f"{file.relative_to(CODE)} uses {place}/")
    assert wrong == []


def _is_ours(model: type) -> bool:
    return model.__module__.startswith("mutua.") and ".tests" not in model.__module__
