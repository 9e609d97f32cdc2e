"""`mutua plan comparisons` and `mutua plan evaluate`: what an item brought, against what would have happened without it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import click

from mutua.cli.opening import opened

if TYPE_CHECKING:
    from mutua.foundation.access import Actor


def _finite(_context: click.Context, _option: click.Parameter, number: float | None) -> float | None:
    if number is not None and not math.isfinite(number):
        raise click.BadParameter(f"{number} is no number to reckon with.")
    return number


@click.command("comparisons", epilog="Example: mutua plan comparisons 12")
@click.argument("item_id", type=int)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def comparisons(item_id: int, as_json: bool) -> None:
    """Show how a roadmap item can be evaluated: what each comparison assumes, and whether the data allow it."""
    with _asking(item_id) as actor:
        from mutua.relationships.comparing import offered
        from mutua.relationships.queries.evaluating import ground_of
        from mutua.relationships.queries.roadmaps import item_for

        rows = [
            {"design": one.key, "name": str(one.name), "assumes": str(one.assumes), "allowed": not one.lacks, "lacks": str(one.lacks)}
            for one in offered(ground_of(item_for(actor, item_id)))
        ]
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row['design']:<16} {row['name']}: {'allowed' if row['allowed'] else row['lacks']}")
        click.echo(f"{'':<16} Assumes: {row['assumes']}")


@click.command("evaluate", epilog="Example: mutua plan evaluate 12 --by never-treated --margin 0.25")
@click.argument("item_id", type=int)
@click.option("--by", "design", required=True, help="The comparison, as `mutua plan comparisons` names it.")
@click.option(
    "--margin", type=float, callback=_finite, help="What of the order value is return: 0.25 is 25 %. Without it: as at its touchpoint."
)
@click.option("--cost", type=float, callback=_finite, help="What it really cost. Without it: what was noted as spent, else as planned.")
@click.option("--began", type=click.DateTime(["%Y-%m-%d"]), help="When it began, where no engagement and no plan knows it.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def evaluate(item_id: int, design: str, margin: float | None, cost: float | None, began: date | None, as_json: bool) -> None:
    """Compare what a roadmap item brought, and keep the answer until somebody decides on it. Before and after is refused."""
    with _asking(item_id) as actor:
        from mutua.foundation.records.errors import Refused
        from mutua.relationships.actions.evaluate_item import evaluate_item

        try:
            kept = evaluate_item(
                actor,
                item_id,
                version=None,
                design=design,
                margin_share=None if margin is None else Decimal(str(margin)),
                actual_cost=None if cost is None else Decimal(str(cost)),
                began_on=None if began is None else date(began.year, began.month, began.day),
            )
        except Refused as refusal:
            raise click.ClickException(str(refusal)) from None
        said = {
            "item": kept.item.name,
            "account": kept.item.account.name,
            "design": kept.design,
            "currency": kept.currency,
            **{
                name: str(getattr(kept, name))
                for name in ("planned_return", "actual_cost", "effect", "lower", "upper", "shrunk_effect", "chance_paid")
            },
        }
    if as_json:
        click.echo(json.dumps(said, indent=2, ensure_ascii=False))
        return
    figures = {name: f"{float(said[name]):,.2f}" for name in ("planned_return", "effect", "lower", "upper", "actual_cost")}
    click.echo(f"{said['item']} at {said['account']}: planned {figures['planned_return']} {said['currency']}")
    click.echo(f"  came {figures['effect']} [{figures['lower']}, {figures['upper']}] for {figures['actual_cost']}")
    click.echo(f"  the chance that it paid is {float(said['chance_paid']):.0%}")


@contextmanager
def _asking(item_id: int) -> Iterator[Actor]:
    with opened():
        from mutua.foundation.access import NotFound, flow_actor

        try:
            yield flow_actor("command line")
        except NotFound:
            raise click.ClickException(f"There is no roadmap item {item_id}; the address of its page ends with its number.") from None
