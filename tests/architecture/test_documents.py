"""The documents speak of what is there: each path, function, command, page and link that they name exists."""

from __future__ import annotations

import ast
import importlib
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest
from django.urls import Resolver404, resolve

from mutua.cli.main import COMMANDS
from tests.architecture import reference

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "SECURITY.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
BLOCK = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
PATH = re.compile(r"^(?:mutua|tests|bench|docs|requirements|\.ci)(?:/[\w.*-]+)*/?(?:::[\w.]+)?$")
PAGE = re.compile(r"^/(?:[\w.<>:-]+/?)*$")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def named(document: Path) -> Iterator[str]:
    """What stands in code letters, and the lines of code blocks."""
    text = document.read_text()
    for block in BLOCK.findall(text):
        yield from (line.split("  #")[0].strip() for line in block.splitlines())
    yield from CODE.findall(BLOCK.sub("", text))


@pytest.fixture(params=DOCUMENTS, ids=lambda document: str(document.relative_to(ROOT)))
def document(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


def test_links_lead_somewhere(document: Path) -> None:
    links = [link for link in LINK.findall(document.read_text()) if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_paths_and_functions_exist(document: Path) -> None:
    paths = [name for name in named(document) if PATH.match(name) and ("/" in name)]
    assert [path for path in paths if not _is_there(path)] == []


def test_pages_exist(document: Path) -> None:
    pages = [name for name in named(document) if PAGE.match(name) and name not in API_ACTS]
    assert [page for page in pages if not _resolves(page)] == []


def test_commands_exist(document: Path) -> None:
    assert [wrong for name in named(document) if (wrong := _what_is_wrong(name))] == []


@pytest.mark.parametrize("path", ["docs/running/settings.md", "docs/running/events.md", "docs/running/import-fields.md"])
def test_the_reference_is_in_step(path: str) -> None:
    assert (ROOT / path).read_text() == reference.pages()[path], "`make reference` writes it anew"


def test_the_test_sees_what_is_wrong() -> None:
    assert not _is_there("mutua/sales/actions/win_opportunity.py::win_the_opportunity")
    assert not _is_there("mutua/sales/actions/sell.py")
    assert not _resolves("/strategies/of/nobody/")
    assert _what_is_wrong("mutua fly")
    assert _what_is_wrong("mutua demo burn")
    assert _what_is_wrong("mutua demo load --twice")
    assert _what_is_wrong("make money")
    assert not _what_is_wrong("MUTUA_DEMO=no make run")


API_ACTS = {
    "/move",
    "/win",
    "/lose",
    "/approve",
    "/override",
    "/lower-gate",
    "/begin",
    "/finish",
    "/stop",
    "/take-back",
}  # the last part of an address, said in a table


def _is_there(path: str) -> bool:
    place, _colons, what = path.partition("::")
    if not what:
        return any(ROOT.glob(place.rstrip("/")))
    return (ROOT / place).is_file() and what in _defined(ROOT / place)


@cache
def _defined(file: Path) -> frozenset[str]:
    """Functions and classes of a file, methods as Class.method."""
    found = set()
    for node in ast.parse(file.read_text()).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{part.name}" for part in node.body if isinstance(part, ast.FunctionDef)}
    return frozenset(found)


def _resolves(page: str) -> bool:
    filled = re.sub(r"<\w+>", "1", page)
    try:
        resolve(filled)
    except Resolver404:
        return False
    return True


def _what_is_wrong(line: str) -> str:
    """Empty for anything but a command of ours that does not exist."""
    try:
        words = shlex.split(line, comments=True)
    except ValueError:
        return ""
    while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
        words.pop(0)
    match words:
        case ["make", target, *_rest] if target not in TARGETS:
            return f"There is no {line}."
        case ["mutua", name, *rest]:
            return _wrong_with(name, rest, line)
    return ""


def _wrong_with(name: str, rest: list[str], line: str) -> str:
    if name not in COMMANDS:
        return f"There is no command in {line}."
    command: click.Command = importlib.import_module(f"mutua.cli.{COMMANDS[name][0]}").command
    while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        below = command.commands.get(rest.pop(0))
        if below is None:
            return f"There is no such command as {line}."
        command = below
    known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)} | {"--help"}
    if strangers := [word for word in rest if word.startswith("--") and word.split("=")[0] not in known]:
        return f"{line}: there is no {', '.join(strangers)}."
    return ""
