"""`mutua readiness`"""

from __future__ import annotations

import json
from typing import Any

import click

from mutua.cli.finding import account_meant
from mutua.cli.opening import opened


@click.command("readiness", epilog='Example: mutua readiness "Alder Markets"')
@click.argument("account")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(account: str, as_json: bool) -> None:
    """Show our readiness beside that of ACCOUNT (name or number), 0 to 4 in each dimension, and which items it holds back."""
    with opened():
        told = _told(account)
    if as_json:
        click.echo(json.dumps(told, default=str))
        return
    click.echo(f"{told['account']:<24} {'us':>6} {'them':>6}")
    for dimension, (ours, theirs) in told["levels"].items():
        click.echo(f"  {dimension:<22} {'–' if ours is None else ours:>6} {'–' if theirs is None else theirs:>6}")
    for item in told["held_back"]:
        click.echo(f"  below its gate: {item['name']}, ready to {item['ratio']:.2g} of {item['gate']}; {_price(item)}")


def _price(item: dict[str, Any]) -> str:
    return f"expected loss {item['loss']} {item['currency']} a year" if item["foretold"] else "what it may cost cannot be foretold"


def _told(text: str) -> dict[str, Any]:
    from mutua.foundation.access import flow_actor
    from mutua.relationships.models.roadmap_item import ENDED
    from mutua.relationships.queries.readiness import gates_of, levels_of
    from mutua.relationships.queries.roadmaps import items_seen
    from mutua.relationships.rules.kinds import Dimension

    actor = flow_actor("command line")
    account = account_meant(actor, text)
    levels = levels_of(actor, [account.pk])
    ours, theirs = levels.get(None, {}), levels.get(account.pk, {})
    gates = gates_of(actor, items_seen(actor).filter(account=account).exclude(state__in=ENDED)).values()
    return {
        "account_id": account.pk,
        "account": account.name,
        "levels": {dimension.value: (ours.get(dimension), theirs.get(dimension)) for dimension in Dimension},
        "held_back": [
            {
                "item_id": gate.item.pk,
                "name": gate.item.name,
                "ratio": float(gate.ready.ratio),
                "gate": gate.item.gate,
                "loss": gate.expected_loss,
                "foretold": not gate.is_past_foretelling,
                "currency": gate.item.currency,
            }
            for gate in gates
            if not gate.is_passable
        ],
    }
