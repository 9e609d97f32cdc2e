"""The storeys of the house, read from the contract in pyproject.toml: every guard of direction means the same ones."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = ROOT / "mutua"


def storeys() -> dict[str, int]:
    """{domain: storey}, the lowest 0. Domains of one storey are strangers to each other."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return {name.strip(" ()"): number for number, layer in enumerate(reversed(layers)) for name in layer.split("|")}


def domain_of(module: str) -> str:
    """customers, of mutua.customers.models.account."""
    return module.split(".")[1]


def may_look(looking: str, at: str) -> bool:
    """Whether the domain `looking` may know of the domain `at`."""
    levels = storeys()
    return looking == at or levels[looking] > levels[at]


def sources(*, tests: bool = False) -> list[Path]:
    """Python files of the house without migrations; with its tests, or without."""
    found = [file for file in sorted(CODE.rglob("*.py")) if "migrations" not in file.parts]
    if tests:
        return [*found, *sorted((ROOT / "tests").rglob("*.py"))]
    return [file for file in found if "tests" not in file.parts]
