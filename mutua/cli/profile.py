"""`mutua profile`"""

from __future__ import annotations

import json

import click

from mutua.cli.finding import account_meant
from mutua.cli.opening import opened


@click.command("profile", epilog='Example: mutua profile "Alder Markets" --of customer')
@click.argument("account")
@click.option(
    "--of", "perspective", type=click.Choice(["ours", "customer", "surrogate", "joint"]), help="Whose wishes. Without it: the surest."
)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(account: str, perspective: str | None, as_json: bool) -> None:
    """Show what is wanted with ACCOUNT (name or number) beyond what is practised: the gap, touchpoint by touchpoint."""
    with opened():
        from mutua.foundation.access import flow_actor
        from mutua.relationships.telling import gap_told

        actor = flow_actor("command line")
        meant = account_meant(actor, account)
        told = gap_told(actor, meant.pk, perspective or "")
    profile = told["profile"]
    if perspective is not None and (profile is None or profile["perspective"] != perspective):
        raise click.ClickException(f"{meant.name} has no profile “{perspective}”. Without --of the surest one is shown.")
    if as_json:
        click.echo(json.dumps({"account_id": meant.pk, "account": meant.name, **told}, default=str))
        return
    if profile is None:
        click.echo(f"Nobody has said yet where {meant.name} and we want to be. Draft a profile on its page.")
        return
    click.echo(f"{meant.name}: {profile['perspective']}, {profile['state']}, confidence {profile['confidence']}, of {profile['as_of']}")
    for row in told["touchpoints"]:
        steps = [*(f"+{key}" for key in row["add"]), *(f"−{key}" for key in row["drop"])]
        steps += [f"{one['from']} → {one['to']}" for one in row["change"]]
        says = ", ".join(steps) or "no gap"
        click.echo(f"  {row['touchpoint']:<24} {row['now'] or 'none'} → {row['wanted'] or 'none'}: {says}")
