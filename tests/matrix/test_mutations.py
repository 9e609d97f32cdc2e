"""Every single row rule is removed once, and the matrix has to see it: a check that cannot fail is no check.

Each call of `visible_to` in the code is let through in turn, as if somebody had forgotten it, and the cases of the matrix that come by
there are asked again. A call over records of the whole company (no row rule: whoever holds the permission sees all) has nothing to remove.
"""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from django.db.models import Q
from django.test import Client

from mutua.foundation.access import visible_to
from mutua.foundation.access.rows import rules
from tests.cast import tables
from tests.matrix.asking import Answer, Case, ask, cases
from tests.matrix.probes import probes
from tests.matrix.routes import routes
from tests.matrix.world import World, make_world

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, order=True)
class Site:
    """One call of visible_to. module: its dotted name; first, last: its lines."""

    module: str
    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.module}:{self.first}"


def sites() -> list[Site]:
    found = []
    for path in sorted((ROOT / "mutua").rglob("*.py")):
        if "tests" in path.parts or "access" in path.parts:
            continue
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "visible_to":
                found.append(Site(module, node.lineno, node.end_lineno or node.lineno))
    return found


@contextmanager
def watched(found: list[Site], see: Callable[[Site, Any], bool]) -> Iterator[None]:
    """Within the block each call of visible_to first asks `see(site, model)` whether it is let through."""
    by_module: dict[str, list[Site]] = defaultdict(list)
    for site in found:
        by_module[site.module].append(site)
    modules = [sys.modules[name] for name in by_module if name in sys.modules]
    patched: list[ModuleType] = [module for module in modules if getattr(module, "visible_to", None) is visible_to]

    def instead(actor: Any, queryset: Any) -> Any:
        frame = sys._getframe(1)
        line, name = frame.f_lineno, frame.f_globals["__name__"]
        site = next((one for one in by_module[name] if one.first <= line <= one.last), None)
        return queryset if site is not None and see(site, queryset.model) else visible_to(actor, queryset)

    for module in patched:
        module.visible_to = instead  # type: ignore[attr-defined]
    try:
        yield
    finally:
        for module in patched:
            module.visible_to = visible_to  # type: ignore[attr-defined]


def has_rows(model: Any, world: World) -> bool:
    """Whether the model's rule admits some rows only."""
    return rules()[model].rows(world.cast.ada, model) != Q()


def test_removing_any_row_rule_is_seen(cast):
    world = make_world(cast)
    found = sites()
    assert len(found) > 60
    ada, before = Client(raise_request_exception=False), tables()
    ada.force_login(world.cast.user("ada"))
    asked = [*cases(routes(), world, whose=("ada", "eve")), *probes(world)]

    hit: dict[Site, list[int]] = defaultdict(list)
    first: dict[int, Answer] = {}
    for number, case in enumerate(asked):
        seen: set[Site] = set()
        with watched(found, lambda site, model, seen=seen: bool(has_rows(model, world) and seen.add(site))):
            first[number] = _ask(ada, world, case, before)
        for site in seen:
            hit[site].append(number)

    survivors = [str(site) for site, numbers in sorted(hit.items()) if not _is_seen(site, numbers, asked, first, found, ada, world, before)]
    import json; open("/tmp/surv.json","w").write(json.dumps([survivors,[str(x) for x in found if x not in hit and _is_about_rows(x)]]))
    assert survivors == [], (
        "Without their row rule these still pass the matrix; ask a case in tests/matrix/probes.py that fails without it."
    )
    never = [str(site) for site in found if site not in hit and _is_about_rows(site)]
    assert never == [], "No case of the matrix comes by these; add one in tests/matrix/probes.py."


def _ask(client: Client, world: World, case: Any, before: dict[str, str]) -> Answer:
    return ask(client, world, case, before) if isinstance(case, Case) else case(client, before)


def _is_seen(
    site: Site,
    numbers: list[int],
    asked: list[Any],
    first: dict[int, Answer],
    found: list[Site],
    client: Client,
    world: World,
    before: dict[str, str],
) -> bool:
    # Pages of Eve's records first: they show it most often.
    for number in sorted(numbers, key=lambda n: getattr(asked[n], "whose", "eve") != "eve"):
        with watched(found, lambda one, model: one == site):
            answer = _ask(client, world, asked[number], before)
        if world.marks["eve"] in answer.body or answer.status != first[number].status or answer.changed != first[number].changed:
            return True
    return False


def _is_about_rows(site: Site) -> bool:
    """Whether the call names a model with a row rule: read from the source, since nothing came by."""
    from django.apps import apps

    lines = (ROOT / (site.module.replace(".", "/") + ".py")).read_text().splitlines()[site.first - 1 : site.last]
    named = {model.__name__: model for model in apps.get_models()}
    text = " ".join(lines)
    models = [model for name, model in named.items() if f"{name}." in text and model in rules()]
    from mutua.foundation.access import Actor

    nobody_special = Actor(kind="person", user_id=0, name="", permissions=frozenset({"*"}))
    return not models or any(rules()[model].rows(nobody_special, model) != Q() for model in models)
