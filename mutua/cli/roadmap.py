"""`mutua roadmap`"""

from __future__ import annotations

import json

import click

from mutua.cli.finding import account_meant
from mutua.cli.opening import opened


@click.command("roadmap", epilog='Example: mutua roadmap "Alder Markets" --json')
@click.argument("account")
@click.option("--all", "ended", is_flag=True, help="Also what has ended.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(account: str, ended: bool, as_json: bool) -> None:
    """Show the roadmap of ACCOUNT (name or number): what each item costs and brings both sides, and whether its gate is open."""
    with opened():
        from mutua.foundation.access import flow_actor
        from mutua.relationships.models.roadmap_item import ENDED
        from mutua.relationships.telling import roadmap_told

        actor = flow_actor("command line")
        rows = roadmap_told(actor, account_meant(actor, account).pk)
        rows = rows if ended else [row for row in rows if row["state"] not in ENDED]
    if as_json:
        click.echo(json.dumps(rows, default=str))
        return
    if not rows:
        click.echo("Nothing stands on this roadmap." if ended else "Nothing is open on this roadmap. --all shows what has ended.")
    for row in rows:
        money = f"{row['investment']['us']:,.2f} → {row['returns']['us']:,.2f} {row['currency']}"
        gate = "" if row["passable"] else f"  below its gate: ready to {row['ready']:.2g} of {row['gate']}"
        click.echo(f"{row['item_id']:>6}  {row['name']:<44} {row['state']:<10} {money}{gate}")
