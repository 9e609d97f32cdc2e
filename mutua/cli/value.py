"""`mutua value`"""

from __future__ import annotations

import json
from typing import Any

import click

from mutua.cli.finding import account_meant
from mutua.cli.opening import opened


@click.command("value", epilog='Example: mutua value "Alder Markets" --rate 8 --json')
@click.argument("account")
@click.option("--rate", type=click.FloatRange(0, 100), default=10.0, help="The discount rate a year, in percent.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(account: str, rate: float, as_json: bool) -> None:
    """Show what the value ledger of ACCOUNT (name or number) is worth to each side."""
    with opened():
        told = _told(account, rate / 100)
    if as_json:
        click.echo(json.dumps(told, default=str))
        return
    currency = told["currency"]
    click.echo(f"{told['account']}: {told['entries']} entries, {told['waiting']} wait for the customer")
    if told["worth"] is not None:
        worth = told["worth"]
        click.echo(
            f"  us {worth['us']} {currency}, customer {worth['customer']} {currency}, joint {worth['joint']} {currency}, at {rate:g} % a year"
        )
        if worth["transfer"] is not None:
            click.echo(
                f"  no customer benefit: {worth['transfer']} {currency} a {worth['every']}, {worth['times']} times, brings it to zero"
            )
    for code, both in told["elsewhere"].items():
        click.echo(f"  not in these figures: us {both['us']} {code}, customer {both['customer']} {code}")


def _told(text: str, rate: float) -> dict[str, Any]:
    from mutua.foundation.access import flow_actor
    from mutua.relationships.queries.ledger_page import ledger_page

    actor = flow_actor("command line")
    account = account_meant(actor, text)
    page = ledger_page(actor, account, rate=rate)
    worth = page.worth
    transfer = worth.transfer if worth is not None else None
    return {
        "account_id": account.pk,
        "account": account.name,
        "currency": account.currency,
        "entries": page.total,
        "waiting": page.waiting,
        "worth": None
        if worth is None
        else {
            **{side: getattr(worth.value, side) for side in ("us", "customer", "partner", "joint")},
            "transfer": transfer.amount if transfer else None,
            "times": transfer.times if transfer else None,
            "every": transfer.every if transfer else None,
        },
        "elsewhere": {code: {side: getattr(both, side) for side in ("us", "customer", "partner")} for code, both in page.elsewhere},
    }
