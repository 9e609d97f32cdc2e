"""Every room says what it is for, and none is called after nothing in particular."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from tests.architecture.storeys import CODE, ROOT, sources, storeys

SAYS_NOTHING = {"utils", "util", "helpers", "common", "misc", "base", "services", "managers", "lib"}
# Django looks for a database backend under this very name.
NAMED_BY_DJANGO = CODE / "foundation" / "database" / "postgresql" / "base.py"
# These put SQL together from names of our own tables and from as many placeholders as there are rows; nothing that a person typed is in it.
FORMATS_SQL = {"foundation/timeline/writing.py", "strategy/actions/recompute_segment.py"}
# A DuckDB in memory of its own, over columns that are called c0, c1, …: there is nothing in it that a statement could harm.
OWN_MEMORY = "customers/matching/"
RUNS_SQL = {"execute", "executemany", "raw", "RawSQL", "extra"}


def test_names_say_something() -> None:
    files = [file for file in sources(tests=True) if file != NAMED_BY_DJANGO]
    assert [str(file.relative_to(ROOT)) for file in files if SAYS_NOTHING & {file.stem, *file.relative_to(ROOT).parts}] == []


def test_every_room_has_a_page_about_itself() -> None:
    domains = [CODE / name for name in storeys() if (CODE / name / "apps.py").exists()]
    rooms = [room for room in (CODE / "foundation").iterdir() if (room / "__init__.py").exists()]
    assert len(domains) > 6
    assert len(rooms) > 15
    assert [str(room.relative_to(ROOT)) for room in [*domains, *rooms] if len(_lines(room / "README.md")) < 4] == []


def test_methods_and_rules_run_without_django() -> None:
    files = [
        *sorted((CODE / "methods").rglob("*.py")),
        *sorted(CODE.glob("*/rules/**/*.py")),
        *sorted((CODE / "customers" / "matching").rglob("*.py")),
    ]
    modules = [
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for file in files if "tests" not in file.parts
    ]
    assert len(modules) > 30
    told = f"import importlib, sys\nfor name in {modules}: importlib.import_module(name)\nprint([n for n in ('django', 'psycopg') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_sql_is_put_together_only_where_it_may_be() -> None:
    found = set()
    for file in sources():
        for node in ast.walk(ast.parse(file.read_text())):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "attr", getattr(node.func, "id", "")) in RUNS_SQL
                and node.args
                and _is_formatted(node.args[0])
            ):
                found.add(str(file.relative_to(CODE)))
    found = {name for name in found if not name.startswith(OWN_MEMORY)}
    assert sorted(found - FORMATS_SQL) == [], "Give values as parameters; names go through psycopg.sql."
    assert sorted(FORMATS_SQL - found) == [], "These need no exception any more."


def _is_formatted(text: ast.expr) -> bool:
    if isinstance(text, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in text.values)
    if isinstance(text, ast.BinOp):
        return isinstance(text.op, ast.Mod | ast.Add)
    return (
        isinstance(text, ast.Call)
        and isinstance(text.func, ast.Attribute)
        and text.func.attr == "format"
        and isinstance(text.func.value, ast.Constant | ast.JoinedStr)
    )


def _lines(file: Path) -> list[str]:
    return [line for line in file.read_text().splitlines() if line.strip()] if file.exists() else []
