"""`mutua measure`"""

from __future__ import annotations

import json
from typing import Any

import click

from mutua.cli.finding import account_meant
from mutua.cli.opening import opened

MOST = 200


@click.command("measure", epilog='Example: mutua measure "Alder Markets" --json')
@click.argument("account")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(account: str, as_json: bool) -> None:
    """Show how well it goes on ACCOUNT's own measures (name or number), and whose figures they are."""
    with opened():
        rows = _rows(account)
    if as_json:
        click.echo(json.dumps(rows, default=str))
        return
    if not rows:
        click.echo("No measure is defined there yet. Define one on the page of a touchpoint.")
    for row in rows:
        value = (
            "nothing known"
            if row["value"] is None
            else f"{row['value']:.1%}"
            if row["unit"] == "share"
            else f"{row['value']:.1f} {row['unit']}"
        )
        click.echo(f"  {row['touchpoint']:<24} {row['measure']:<32} {value:>14}  {row['standing']:<12} {row['owner']}")


def _rows(text: str) -> list[dict[str, Any]]:
    from mutua.foundation.access import flow_actor
    from mutua.relationships.queries.measure_page import figure_known, standing_of
    from mutua.relationships.queries.measures import measures_seen

    actor = flow_actor("command line")
    account = account_meant(actor, text)
    path = "account_touchpoint__"
    measures = measures_seen(actor).filter(account_touchpoint__account=account).select_related(f"{path}touchpoint", f"{path}account")
    rows = []
    for measure in measures.order_by(f"{path}touchpoint__position", "pk")[:MOST]:
        value = figure_known(actor, measure).value
        rows.append(
            {
                "measure_id": measure.pk,
                "touchpoint": measure.account_touchpoint.touchpoint.key,
                "measure": measure.name,
                "unit": measure.unit,
                "value": None if value is None else float(value),
                "standing": standing_of(measure, value).value,
                "owner": f"by proxy: {measure.proxy_name}" if measure.is_proxy else "their own",
            }
        )
    return rows
