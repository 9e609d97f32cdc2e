"""`mutua review`"""

from __future__ import annotations

import json
from typing import Any

import click

from mutua.cli.opening import opened


@click.command("review", epilog="Example: mutua review --json")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(as_json: bool) -> None:
    """Show the verdict on each objective of the strategies in force."""
    with opened():
        verdicts = _verdicts()
    if as_json:
        click.echo(json.dumps(verdicts, default=str))
        return
    if not verdicts:
        click.echo("No strategy is in force. Put one in force on the page Strategies.")
    for one in verdicts:
        click.echo(f"{one['verdict']:<16} {one['strategy']}: {one['objective']}  {one['band']}  after {one['outcomes']} outcomes")


def _verdicts() -> list[dict[str, Any]]:
    from mutua.foundation.access import flow_actor
    from mutua.strategy.queries.reviewing import in_force, readings_of
    from mutua.strategy.showing import shown

    versions = in_force(flow_actor("command line"))
    readings = readings_of(versions)
    return [
        {
            "strategy": version.strategy.name,
            "version": version.number,
            "objective": reading.objective.name,
            "verdict": reading.verdict,
            "outcomes": reading.now.observations if reading.now else 0,
            "low": reading.now.lower if reading.now else None,
            "estimate": reading.now.estimate if reading.now else None,
            "high": reading.now.upper if reading.now else None,
            "band": shown(reading).interval,
            "plan": reading.judged.plan,
            "break_even": reading.judged.break_even,
        }
        for version in versions
        for reading in readings.get(version.pk, [])
    ]
