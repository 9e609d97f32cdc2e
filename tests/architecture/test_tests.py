"""A test that cannot fail is no test: each one asserts, expects an error, or calls something that does."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.architecture.storeys import ROOT, sources

ASKS = re.compile(r"^(raises|warns|fail|expect|nothing_changes|(django_)?assert\w*|expect\w*|check\w*|refuses?\w*)$")


def idle(source: str) -> list[str]:
    """The names of test functions that nothing could make fail on purpose."""
    tree = ast.parse(source)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    asking = {function.name for function in functions if _asks(function, set())}
    return [function.name for function in functions if function.name.startswith("test_") and not _asks(function, asking)]


def _asks(function: ast.AST, asking: set[str]) -> bool:
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if ASKS.match(name) or name in asking:
                return True
    return False


def files() -> list[Path]:
    return [file for file in sources(tests=True) if file.name.startswith("test_")]


def test_every_test_can_fail() -> None:
    assert len(files()) > 100
    assert {str(file.relative_to(ROOT)): names for file in files() if (names := idle(file.read_text()))} == {}


def test_an_idle_test_is_seen() -> None:
    assert idle("def test_nothing():\n    print(1)\n") == ["test_nothing"]
    assert idle("def look():\n    assert 1\ndef test_it():\n    look()\n") == []
