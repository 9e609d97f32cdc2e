"""Prints the biggest files and functions, so that the tail is seen: python tests/architecture/shape.py"""

from __future__ import annotations

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHOWN = 12
FILE_MARK = 400
FUNCTION_MARK = 60


def sources() -> Iterator[Path]:
    for folder in ("mutua", "tests", "bench"):
        yield from (file for file in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in file.parts)


def functions(file: Path) -> Iterator[tuple[int, str]]:
    """The length in lines and the place of each function of a file."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            yield node.end_lineno - node.lineno + 1, f"{file.relative_to(ROOT)}:{node.lineno} {node.name}"


def main() -> None:
    files = sorted(((len(file.read_text().splitlines()), str(file.relative_to(ROOT))) for file in sources()), reverse=True)
    lengths = sorted((length for file in sources() for length in functions(file)), reverse=True)
    print(
        f"{len(files)} files, median {statistics.median(size for size, _ in files):.0f} lines; {sum(size > FILE_MARK for size, _ in files)} over {FILE_MARK}"
    )
    for size, name in files[:SHOWN]:
        print(f"{size:6}  {name}")
    short = sum(length <= FUNCTION_MARK for length, _ in lengths) / len(lengths)
    print(
        f"\n{len(lengths)} functions, median {statistics.median(length for length, _ in lengths):.0f} lines; {short:.1%} at most {FUNCTION_MARK}"
    )
    for length, name in lengths[:SHOWN]:
        print(f"{length:6}  {name}")


if __name__ == "__main__":
    main()
