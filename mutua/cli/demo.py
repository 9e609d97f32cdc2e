"""`mutua demo load|clear`"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from mutua.cli.opening import opened


@click.group("demo", epilog="Example: mutua demo load")
def command() -> None:
    """Load or clear the demonstration company."""


@command.command("load", epilog="Example: mutua demo load")
@click.option("--if-empty", is_flag=True, help="Do nothing when it has been loaded before.")
@click.option("--consumers", is_flag=True, help="Also people as customers: a year of baskets, half a million order lines.")
@click.option(
    "--baskets", type=click.Path(path_type=Path), help="A CSV file (or .csv.gz) of the UCI data set “Online Retail” to take them from."
)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def load(if_empty: bool, consumers: bool, baskets: Path | None, as_json: bool) -> None:
    """Load the demonstration company through the importers. Safe to repeat.

    The baskets of consumers are too large to be shipped: without --baskets they are read from MUTUA_SHARED_DATA, and where it has none,
    made from a fixed seed with the same faults.
    """
    if baskets is not None and not consumers:
        raise click.UsageError("--baskets says where the consumers come from: say --consumers, too.")
    if baskets is not None and not baskets.is_file():
        raise click.ClickException(f"There is no file {baskets}. Nothing was loaded.")
    result: dict[str, int] = {}
    with opened():
        from mutua import demo

        if not (if_empty and demo.is_loaded()):
            with _bar("Demonstration", as_json) as progress:
                result |= _said(lambda: demo.load(progress))
        if consumers and not (if_empty and demo.is_loaded(consumers=True)):
            with _bar("Consumers", as_json) as progress:
                result |= _said(lambda: demo.load_consumers(progress, baskets))
    if result or not if_empty:
        _print(result, as_json)


@contextmanager
def _bar(label: str, hidden: bool) -> Iterator[Callable[[int, int, str], None]]:
    with click.progressbar(length=100, label=label, show_eta=False, hidden=hidden, file=sys.stderr) as bar:

        def progress(done: int, total: int, message: str) -> None:
            bar.label = message
            bar.update(max(0, round(100 * done / max(total, 1)) - bar.pos))

        yield progress


@command.command("clear", epilog="Example: mutua demo clear")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def clear(as_json: bool) -> None:
    """Remove the demonstration company and everything that came with it."""
    with opened():
        from mutua import demo

        result = _said(demo.clear)
    _print(result, as_json)
    if not as_json:
        click.echo("What you made yourself is kept. Start with MUTUA_DEMO=no, or the next start loads the demonstration again.")


def _said(act: Callable[[], dict[str, int]]) -> dict[str, int]:
    """What the act returns; a refusal is its sentence, and exit code 1."""
    from mutua.foundation.records.errors import Refused

    try:
        return act()
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from None


def _print(result: dict[str, Any], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(result, default=str))
        return
    for what, number in result.items():
        click.echo(f"{what:<32} {number}")
