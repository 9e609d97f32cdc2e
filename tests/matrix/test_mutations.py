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
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

from django.db.models import Q
from django.test import Client, override_settings

from mutua.foundation.access import visible_to
from mutua.foundation.access.rows import rules
from tests.cast import tables
from tests.matrix.asking import Answer, Case, ask, cases
from tests.matrix.direct import NOTHING, Direct, direct
from tests.matrix.probes import probes
from tests.matrix.routes import routes
from tests.matrix.world import World, make_world

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, order=True)
class Site:
    """One call of visible_to. module: its dotted name; first, last: its lines; column: where in the first it begins."""

    module: str
    first: int
    last: int
    column: int

    def __str__(self) -> str:
        return f"{self.module}:{self.first}"


def sites() -> list[Site]:
    found: list[Site] = []
    for path in sorted((ROOT / "mutua").rglob("*.py")):
        if "tests" in path.parts or "access" in path.parts:
            continue
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        found += [
            Site(module, node.lineno, node.end_lineno or node.lineno, node.col_offset)
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "visible_to"
        ]
    return found


@contextmanager
def watched(found: list[Site], see: Callable[[Site, Any], bool]) -> Iterator[None]:
    """Within the block each call of visible_to first asks `see(site, model)` whether it is let through."""
    by_place = {(site.module, site.first, site.column): site for site in found}
    modules = [sys.modules[site.module] for site in found if site.module in sys.modules]
    patched: list[ModuleType] = [module for module in modules if getattr(module, "visible_to", None) is visible_to]

    def instead(actor: Any, queryset: Any) -> Any:
        frame = sys._getframe(1)
        # Two calls may stand on one line: the instruction knows its column.
        line, _last, column, _end = next(islice(frame.f_code.co_positions(), frame.f_lasti // 2, None))
        site = by_place.get((frame.f_globals["__name__"], line or 0, column or 0))
        return queryset if site is not None and see(site, queryset.model) else visible_to(actor, queryset)

    for module in patched:
        module.visible_to = instead  # type: ignore[attr-defined]
    try:
        # What was prepared before would answer without asking visible_to.
        with override_settings(PREPARED_QUERIES=False):
            yield
    finally:
        for module in patched:
            module.visible_to = visible_to  # type: ignore[attr-defined]


def has_rows(model: Any, world: World) -> bool:
    """Whether the model's rule admits some rows only."""
    return rules()[model].rows(world.cast.ada, model) != Q()


def test_the_second_line_holds_without_the_first(cast):
    world = make_world(cast)
    answers = {one.name: one(Client(), {}).body for one in direct(world)}
    assert {name: body for name, body in answers.items() if body not in NOTHING} == {}


def test_removing_any_row_rule_is_seen(cast):
    found = sites()
    assert len(found) > 60
    asking = Asking(make_world(cast))
    hit, came = asking.first_round(found)
    survivors = [str(site) for site, numbers in sorted(hit.items()) if not asking.sees(site, numbers)]
    never = [str(site) for site in found if site not in came and _is_about_rows(site)]
    assert {"pass without their rule": survivors, "no case comes by": never} == {"pass without their rule": [], "no case comes by": []}, (
        "Add a call to tests/matrix/direct.py, or a case to tests/matrix/probes.py, that fails without the rule."
    )


class Asking:
    """All cases, asked as Ada: once with every rule in place, then again without one."""

    def __init__(self, world: World) -> None:
        self.world, self.client = world, Client(raise_request_exception=False)
        calls = direct(world)
        self.before = tables()
        self.client.force_login(world.cast.user("ada"))
        # Direct calls are cheapest and surest, then pages of Eve's records: a mutation is seen at the first of them that differs.
        pages = sorted(cases(routes(), world, whose=("ada", "eve")), key=lambda case: case.whose != "eve")
        self.asked: list[Any] = [*calls, *pages, *probes(world)]
        self.answers: list[Answer] = []

    def first_round(self, found: list[Site]) -> tuple[dict[Site, list[int]], set[Site]]:
        """By call with a rule to remove, the numbers of the cases that come by; and all calls by which any came."""
        hit: dict[Site, list[int]] = defaultdict(list)
        came: set[Site] = set()
        for number in range(len(self.asked)):
            seen: set[Site] = set()

            def look(site: Site, model: Any, seen: set[Site] = seen) -> bool:
                came.add(site)
                if has_rows(model, self.world):
                    seen.add(site)
                return False

            with watched(found, look):
                self.answers.append(self._ask(number))
            for site in seen:
                hit[site].append(number)
        return hit, came

    def sees(self, site: Site, numbers: list[int]) -> bool:
        """Whether any of the cases differs where this call lets everything through."""
        with watched([site], lambda _site, _model: True):
            return any(self._differs(number, self._ask(number)) for number in numbers)

    def _ask(self, number: int) -> Answer:
        case = self.asked[number]
        return ask(self.client, self.world, case, self.before) if isinstance(case, Case) else case(self.client, self.before)

    def _differs(self, number: int, answer: Answer) -> bool:
        first = self.answers[number]
        if isinstance(self.asked[number], Direct):
            return answer.body != first.body
        return self.world.marks["eve"] in answer.body or answer.status != first.status or answer.changed != first.changed


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
