"""`mutua touchpoint`"""

from __future__ import annotations

import json
from typing import Any

import click

from mutua.cli.finding import account_meant
from mutua.cli.opening import opened


@click.command("touchpoint", epilog='Example: mutua touchpoint "Alder Markets" --json')
@click.argument("account")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON, with the coverage of all four types.")
def command(account: str, as_json: bool) -> None:
    """Show where ACCOUNT (name or number) and we meet: what is practised, the type that it amounts to, and how well it goes."""
    with opened():
        from mutua.foundation.access import flow_actor
        from mutua.relationships.telling import touchpoints_told

        actor = flow_actor("command line")
        rows = touchpoints_told(actor, account_meant(actor, account).pk)
    if as_json:
        click.echo(json.dumps(rows, default=str))
        return
    if not rows:
        click.echo("No touchpoint is open there yet. Open one on the page of the account.")
    for row in rows:
        worst = ", ".join(f"{one['name']} {_figure(one)} ({one['standing']})" for one in row["measures"]) or "nothing is measured"
        click.echo(f"  {row['touchpoint']:<24} {_type(row):<32} {worst}")


def _type(row: dict[str, Any]) -> str:
    """The derived type; what somebody wrote by hand stands beside it and never in its place."""
    found = row["type"] or "none"
    found = f"emerging {found}" if row["emerging"] else f"{found}, mixed with {row['mixed_with']}" if row["mixed_with"] else found
    return f"{found} (by hand: {row['label']})" if row["label"] else str(found)


def _figure(one: dict[str, Any]) -> str:
    if one["value"] is None:
        return "unknown"
    return f"{one['value']:.1%}" if one["unit"] == "share" else f"{one['value']:.1f} {one['unit']}"
