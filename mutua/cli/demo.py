"""`mutua demo load|clear`"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import click

from mutua.cli.opening import opened


@click.group("demo", epilog="Example: mutua demo load")
def command() -> None:
    """Load or clear the demonstration company."""


@command.command("load", epilog="Example: mutua demo load")
@click.option("--if-empty", is_flag=True, help="Do nothing when it has been loaded before.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def load(if_empty: bool, as_json: bool) -> None:
    """Load the demonstration company through the importers. Safe to repeat."""
    with opened():
        from mutua import demo

        if if_empty and demo.is_loaded():
            return
        with click.progressbar(length=100, label="Demonstration", show_eta=False, hidden=as_json) as bar:

            def progress(done: int, total: int, message: str) -> None:
                bar.label = message
                bar.update(max(0, round(100 * done / max(total, 1)) - bar.pos))

            result = _said(lambda: demo.load(progress))
    _print(result, as_json)


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
