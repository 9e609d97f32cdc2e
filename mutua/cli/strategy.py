"""`mutua strategy`"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from mutua.cli.opening import opened

if TYPE_CHECKING:
    from mutua.foundation.access import Actor
    from mutua.strategy.models import GenericStrategy


@click.command("strategy", epilog='Example: mutua strategy "No stock-out upcountry"')
@click.argument("strategy", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(strategy: str | None, as_json: bool) -> None:
    """Show every strategy with its version and verdict; of STRATEGY (name or number) what its version says and rests on."""
    with opened():
        told = _house(strategy) if strategy else _board()
    if as_json:
        click.echo(json.dumps(told, default=str))
    elif isinstance(told, dict):
        _print_house(told)
    else:
        _print_board(told)


def _print_board(lines: list[dict[str, Any]]) -> None:
    if not lines:
        click.echo("There is no strategy yet. Write one on the page Strategies.")
    for one in lines:
        click.echo(
            f"{one['id']:>5}  {one['state']:<10} v{one['number']:<3} {one['verdict'] or '–':<16} {one['name']}  ({one['segment']} × {one['offering']})"
        )


def _print_house(told: dict[str, Any]) -> None:
    click.echo(f"{told['name']}, version {told['number']}, {told['state']}")
    click.echo(told["statement"] or "No statement yet.")
    for title, lines in told["parts"].items():
        click.echo(f"{title}:")
        for line in lines:
            click.echo(f"  {line}")


def _board() -> list[dict[str, Any]]:
    from mutua.foundation.access import flow_actor
    from mutua.strategy.queries.summary import summary

    return [
        {
            "id": line.strategy.pk, "name": line.strategy.name, "segment": line.strategy.segment.name, "offering": line.strategy.offering.name,
            "number": line.version.number, "state": line.version.state, "verdict": line.verdict, "stands_out": line.stands_out,
        }
        for line in summary(flow_actor("command line")).lines
    ]  # fmt: skip


def _house(text: str) -> dict[str, Any]:
    from mutua.foundation.access import flow_actor
    from mutua.strategy.queries.challenging import objections_of
    from mutua.strategy.queries.comparing import parts_of
    from mutua.strategy.queries.strategies import version_shown

    actor = flow_actor("command line")
    strategy = _meant(actor, text)
    version = version_shown(actor, strategy)
    version.strategy = strategy
    objections = objections_of(actor, version)
    parts = {title: [f"{label}: {said}" if said else label for label, said in lines] for title, lines in parts_of(actor, version) if lines}
    if objections:
        parts["Objections"] = [f"{one.sentence} – {one.answer or 'not answered'}" for one in objections]
    return {
        "id": strategy.pk,
        "name": strategy.name,
        "version_id": version.pk,
        "number": version.number,
        "state": version.state,
        "statement": version.statement,
        "parts": parts,
    }


def _meant(actor: Actor, text: str) -> GenericStrategy:
    """text: the strategy's number, or its name, which has to be one strategy's alone. Raises UsageError."""
    from mutua.strategy.queries.strategies import strategies_seen

    by_number = text.isascii() and text.isdecimal() and len(text) < 19
    found = list(strategies_seen(actor).filter(**{"pk" if by_number else "name": text})[:2])
    if len(found) > 1:
        raise click.UsageError(f"Several strategies are called “{text}”. Give the number of one: `mutua strategy` lists them.")
    if not found:
        raise click.UsageError(f"There is no strategy “{text}”. `mutua strategy` lists them.")
    return found[0]
