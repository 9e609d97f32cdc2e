"""`mutua plan list|show|choose|verify|comparisons|evaluate`"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from mutua.cli.opening import opened
from mutua.cli.plan_choosing import choose_plan
from mutua.cli.plan_evaluating import comparisons, evaluate

if TYPE_CHECKING:
    from mutua.relationships.models import PlanCycle


@click.group("plan", epilog="Example: mutua plan list")
def command() -> None:
    """Choose what is done when, look at the yearly plans, and check that approved ones are as they were."""


command.add_command(choose_plan)
command.add_command(comparisons)
command.add_command(evaluate)


@command.command("list", epilog="Example: mutua plan list --json")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def list_plans(as_json: bool) -> None:
    """List the plans, the newest year first."""
    with opened():
        from mutua.foundation.access import flow_actor
        from mutua.relationships.queries.plans import plans_seen

        rows = [_summary(plan) for plan in plans_seen(flow_actor("command line"))]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    if not rows:
        click.echo("There is no plan yet. The page /plans/ makes one.")
    for row in rows:
        value = f"returns {row['value']}" if row["value"] else "not optimised"
        click.echo(f"{row['id']:>5}  {row['year']}  {row['name']:<24} {row['state']:<12} {row['budget']} {row['currency']}, {value}")


@command.command("show", epilog="Example: mutua plan show 3")
@click.argument("plan_id", type=int)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def show(plan_id: int, as_json: bool) -> None:
    """Show what one plan chose, by quarter, beside the usual way of choosing."""
    with opened():
        from mutua.foundation.access import NotFound, flow_actor
        from mutua.relationships.queries.plans import plan_for

        try:
            plan = plan_for(flow_actor("command line"), plan_id)
        except NotFound:
            raise click.ClickException(f"There is no plan {plan_id}; `mutua plan list` shows those that exist.") from None
        from mutua.relationships.queries.approvals import waiting_for

        summary, chosen = _summary(plan), _chosen(plan)
        asked = [seat.asked_name for seat in waiting_for(flow_actor("command line"), plan)]
    if as_json:
        click.echo(json.dumps({**summary, "waits_for": asked, "chosen": chosen}, indent=2))
        return
    click.echo(f"{summary['name']} ({summary['state']}): budget {summary['budget']} {summary['currency']}")
    if asked:
        click.echo(f"  Waits for the approval of {', '.join(asked)}")
    for row in chosen:
        click.echo(
            f"  Q{row['quarter']}  {row['account']:<28} {row['item']:<40} costs {_total(row['costs'])}, returns {_total(row['returns'])}"
        )
    if summary["value"]:
        click.echo(f"  Net value {summary['value']} {summary['currency']}; chosen the usual way {summary['greedy']}")
    else:
        click.echo("  Nothing is chosen yet: optimise it on its page.")


@command.command("verify", epilog="Example: mutua plan verify")
@click.argument("plan_id", type=int, required=False)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def verify(plan_id: int | None, as_json: bool) -> None:
    """Check that approved plans are what was approved: their frozen content against its SHA-256. Exit code 1 when one is not."""
    with opened():
        from mutua.foundation.access import NotFound, flow_actor
        from mutua.relationships.queries.plans import plan_for, plans_seen
        from mutua.relationships.rules.freezing import digest

        actor = flow_actor("command line")
        try:
            plans = [plan_for(actor, plan_id)] if plan_id is not None else list(plans_seen(actor).exclude(approved_at=None))
        except NotFound:
            raise click.ClickException(f"There is no plan {plan_id}; `mutua plan list` shows those that exist.") from None
        if plan_id is not None and not plans[0].is_frozen:
            raise click.ClickException(f"{plans[0]} is not approved, so that there is nothing to verify.")
        rows = [
            {"id": plan.pk, "name": str(plan), "sha256": plan.snapshot_sha256, "computed": digest(plan.snapshot or {})} for plan in plans
        ]
    broken = [row for row in rows if row["sha256"] != row["computed"]]
    if as_json:
        click.echo(json.dumps([{**row, "holds": row not in broken} for row in rows], indent=2))
    else:
        for row in rows:
            says = "is what was approved" if row not in broken else "is NOT what was approved"
            click.echo(f"{row['id']:>5}  {row['name']:<24} {says}  {row['sha256']}")
        if not rows:
            click.echo("No plan is approved yet.")
    if broken:
        raise click.exceptions.Exit(1)


def _summary(plan: PlanCycle) -> dict[str, Any]:
    """One plan in a line; money as text in the plan's currency, None while it is not optimised."""
    choice = plan.snapshot or plan.choice or {}
    return {
        "id": plan.pk,
        "year": plan.year,
        "name": str(plan),
        "state": str(plan.get_state_display()),
        "budget": str(plan.total_budget),
        "currency": plan.currency,
        "value": choice.get("value"),
        "greedy": choice.get("greedy", {}).get("value"),
    }


def _total(amounts: list[str]) -> str:
    """Of all quarters together, as the tables of the page write it."""
    return f"{sum(map(Decimal, amounts), Decimal(0)):,.2f}"


def _chosen(plan: PlanCycle) -> list[dict[str, Any]]:
    """The items that the plan begins, in the order of their quarters (1 is the first)."""
    choice = plan.snapshot or plan.choice or {}
    items = choice.get("items", {})
    return [
        {
            "quarter": period + 1,
            "account": items[key]["account"],
            "item": items[key]["name"],
            "costs": items[key]["costs"],
            "returns": items[key]["returns"],
        }
        for key, period in sorted(choice.get("start", {}).items(), key=lambda chosen: (chosen[1], chosen[0]))
    ]
