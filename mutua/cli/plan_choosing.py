"""`mutua plan choose`: the best plan of a file or of this installation, beside the usual one; nothing is written."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from mutua.cli.candidates import TEAM, Asked, WrongFile, read_candidates
from mutua.cli.opening import opened

A_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
MOST = 10.0**15  # of any amount
CODE = 3  # letters of a currency
QUICK = 6.0  # seconds of work for each figure beside the plan


def _rate(_context: click.Context, _option: click.Parameter, rate: float | None) -> float | None:
    if rate is not None and not -1 < rate < MOST:
        raise click.BadParameter(f"The discount rate is a number above -1, such as 0.02 for 2 %, not {rate}.")
    return rate


@click.command(
    "choose",
    epilog="Examples: mutua plan choose --budget 300 --hours 1500 candidates.toml   mutua plan choose --plan 3 --budget 72000,108000,70000,50000 --json",
)
@click.argument("file", type=A_FILE, required=False)
@click.option("--plan", "plan_id", type=int, help="Take money, hours and limits of this plan where no option says otherwise.")
@click.option("--budget", metavar="AMOUNTS", help="Money, one amount or one for each quarter: 300000 or 72000,108000,70000,50000.")
@click.option(
    "--hours",
    multiple=True,
    metavar="[TEAM=]HOURS",
    help="Hours of a team, one number or one a quarter. Without a team: of each that the candidates need. Repeatable.",
)
@click.option("--rate", type=float, callback=_rate, help="Discount rate a quarter: 0.02 is 2 %.")
@click.option("--max-levers", type=click.IntRange(0), help="Pull at most so many levers.")
@click.option("--customer-must-gain", is_flag=True, help="No customer may lose by the plan.")
@click.option(
    "--at-least", multiple=True, metavar="TIER:WHAT", help='What a tier of accounts gets at least: "1:3items" or "1:50000". Repeatable.'
)
@click.option("--currency", help="Choose among items in this currency; without a plan the usual one of this installation.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def choose_plan(file: Path | None, plan_id: int | None, as_json: bool, **means: Any) -> None:
    """Choose what is done when under a budget and hours, beside picking by return on investment.

    With FILE the candidates are read from it and no database is needed (`mutua.cli.candidates` tells its keys). Without it they are the sized items of this installation. Nothing
    is written: the page of a plan is where one is kept.
    """
    if file is not None and plan_id is not None:
        raise click.UsageError("A file has no plan: give FILE or --plan, not both.")
    told = _from_file(file, means) if file is not None else _from_database(plan_id, means)
    if as_json:
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    _say(told)


def _from_file(file: Path, means: dict[str, Any]) -> dict[str, Any]:
    try:
        asked = read_candidates(file)
        limits = _limits(asked, means)
        return _answer(asked, limits)
    except (WrongFile, ValueError) as error:
        raise click.BadParameter(str(error), param_hint="FILE") from None


def _limits(asked: Asked, means: dict[str, Any]) -> dict[str, Any]:
    from mutua.methods.portfolio import Floor

    budget = asked.budget if means["budget"] is None else _amounts(means["budget"], "--budget")
    if budget is None:
        raise click.UsageError("Say how much may be spent: --budget 300000, or budget = [300000] in the file.")
    capacity = {**(asked.hours or {}), **_hours(means["hours"], asked.teams)}
    if missing := [team for team in asked.teams if team not in capacity]:
        name = missing[0] if missing != [TEAM] else ""
        example = f'--hours "{name}=1500"' if name else "--hours 1500"
        raise click.UsageError(f"Say how many hours there are: {example}. The candidates need hours of {', '.join(missing)}.")
    floors = []
    for tier, floor in _floors(means["at_least"]).items():
        accounts = {item.account for item in asked.items if item.tier == tier}
        if not accounts:
            raise click.UsageError(f"No candidate says tier = {tier}, so that its accounts cannot get anything.")
        floors.append(Floor(f"tier {tier}", accounts, items=floor.get("items", 0), spend=float(floor.get("money", 0))))
    return {
        "budgets": budget,
        "capacity": {team: _stretched(team, row, len(budget)) for team, row in capacity.items()},
        "discount_rate": asked.discount_rate if means["rate"] is None else means["rate"],
        "max_levers": means["max_levers"],
        "customer_must_gain": means["customer_must_gain"],
        "floors": floors,
    }


def _answer(asked: Asked, limits: dict[str, Any]) -> dict[str, Any]:
    from mutua.methods.portfolio import choose, greedy

    candidates = [item.candidate() for item in asked.items]
    step = {"budget": sum(limits["budgets"]) / 6 or 1.0}
    best, usual = choose(candidates, **limits, step=step), greedy(candidates, **limits)
    items = {item.key: item for item in asked.items}
    told: dict[str, Any] = {
        "status": best.status,
        "value": _plain(best.value),
        "bound": _plain(best.bound),
        "gap": None if best.gap == float("inf") else round(best.gap, 6),
        "spent": _plain(sum(best.used["budget"])),
        "budget": _plain(sum(limits["budgets"])),
        "hours": {team: {"used": _plain(sum(best.used[team])), "of": _plain(sum(row))} for team, row in sorted(limits["capacity"].items())},
        "chosen": [
            {
                "key": key,
                "account": items[key].account,
                "quarter": start + 1,
                "cost": _plain(sum(items[key].costs)),
                "return": _plain(sum(items[key].returns)),
            }
            for key, start in sorted(best.start.items(), key=lambda row: (row[1], row[0]))
        ],
        "greedy": {"value": _plain(usual.value), "chosen": sorted(usual.start), "below": list(usual.below)},
        "step": _plain(step["budget"]),
        "marginal": [{"of": name, "quarter": period + 1, "brings": _plain(more)} for (name, period), more in sorted(best.marginal.items())],
        "left_out": [{"key": key, "why": why.words(period=lambda quarter: f"Q{quarter + 1}")} for key, why in sorted(best.why_not.items())],
    }
    if any(not item.ready and item.readiness is not None for item in asked.items):
        ungated = choose([item.candidate(gated=False) for item in asked.items], **limits, explain=False, time_limit=QUICK)
        overstated = sum(items[key].net - items[key].true_net for key in ungated.start)
        told["gate"] = {"gated": _plain(best.value), "seems": _plain(ungated.value), "yields": _plain(ungated.value - overstated)}
    return told


def _from_database(plan_id: int | None, means: dict[str, Any]) -> dict[str, Any]:
    with opened():
        from django.conf import settings

        from mutua.foundation.access import NotFound, flow_actor
        from mutua.relationships.models import PlanCycle
        from mutua.relationships.queries.choices import find_choice
        from mutua.relationships.queries.plans import candidates_of, plan_for, teams_of
        from mutua.relationships.queries.questions import Impossible

        actor = flow_actor("command line")
        try:
            plan = plan_for(actor, plan_id) if plan_id is not None else PlanCycle(year=1, currency=settings.DEFAULT_CURRENCY)
        except NotFound:
            raise click.ClickException(f"There is no plan {plan_id}; `mutua plan list` shows those that exist.") from None
        if means["currency"]:
            plan.currency = _currency(means["currency"])
        _set_means(plan, means, teams_of(actor))
        found = candidates_of(actor, plan)
        if not found.planned:
            raise click.ClickException(f"No sized item in {plan.currency} waits to be chosen. A roadmap makes some: see /plans/.")
        try:
            return _read(find_choice(plan, found, _Terminal()))
        except (Impossible, ValueError) as error:
            raise click.ClickException(str(error)) from None


def _set_means(plan: Any, means: dict[str, Any], teams: list[str]) -> None:
    """The options into the plan, which is not saved."""
    if means["budget"] is not None:
        plan.budget = [Decimal(str(amount)) for amount in _amounts(means["budget"], "--budget")]
    if not plan.budget:
        raise click.UsageError("Say how much may be spent: --budget 300000, or --plan with a plan that has a budget.")
    if len(plan.budget) > 4:
        raise click.UsageError("A plan has one to four quarters, and so many amounts in its budget.")
    plan.capacity = {
        team: _stretched(team, row, len(plan.budget)) for team, row in {**plan.capacity, **_hours(means["hours"], teams)}.items()
    }
    if means["rate"] is not None:
        plan.discount_rate = Decimal(str(means["rate"]))
    if means["max_levers"] is not None:
        plan.max_levers = means["max_levers"]
    plan.customer_must_gain = plan.customer_must_gain or means["customer_must_gain"]
    if means["at_least"]:
        plan.floors = [{"tier": tier, "items": 0, "money": 0, **floor} for tier, floor in _floors(means["at_least"]).items()]


def _read(choice: dict[str, Any]) -> dict[str, Any]:
    """The stored form of a choice in the words of the command."""
    from mutua.relationships.queries.plan_page import reason_left_out

    items = choice["items"]

    def total(amounts: Sequence[str]) -> int | float:
        return _plain(float(sum(map(Decimal, amounts), Decimal(0))))

    return {
        "status": choice["status"],
        "value": _plain(float(choice["value"])),
        "bound": _plain(float(choice["bound"])),
        "gap": choice["gap"],
        "spent": total(choice["used"]["money"]),
        "budget": total(choice["budget"]),
        "hours": {
            team: {"used": total(choice["used"]["hours"].get(team, [])), "of": total(row)} for team, row in choice["capacity"].items()
        },
        "chosen": [
            {
                "key": items[key]["name"],
                "item": items[key]["id"],
                "account": items[key]["account"],
                "quarter": start + 1,
                "cost": total(items[key]["costs"]),
                "return": total(items[key]["returns"]),
            }
            for key, start in sorted(choice["start"].items(), key=lambda row: (row[1], items[row[0]]["account"], items[row[0]]["name"]))
        ],
        "greedy": {
            "value": _plain(float(choice["greedy"]["value"])),
            "chosen": sorted(items[key]["name"] for key in choice["greedy"]["start"]),
            "below": choice["greedy"]["below"],
        },
        "step": _plain(float(choice["step"])),
        "marginal": [{"of": name, "quarter": period + 1, "brings": _plain(float(more))} for name, period, more in choice["marginal"]],
        "left_out": [
            {"key": item["name"], "item": item["id"], "account": item["account"], "why": reason_left_out(choice, key)}
            for key, item in items.items()
            if key not in choice["start"]
        ],
        "gate": {name: _plain(float(amount)) for name, amount in choice["gate"].items()},
        "curve": [{"budget": _plain(float(budget)), "value": _plain(float(value))} for budget, value in choice["frontier"]],
    }


class _Terminal:
    """Tells how far the search is, on stderr and only to a person who watches."""

    cancelled = False

    def expect(self, total: int) -> None:
        """How many steps there are is of no use to a line."""

    def advance(self, steps: int = 1, *, message: str | None = None) -> None:
        if message and sys.stderr.isatty():
            click.echo(f"{message} …", err=True)


def _say(told: dict[str, Any]) -> None:
    proven = "proven" if told["status"] == "optimal" else f"{told['status']}, at most {told['bound']:,} is possible"
    click.echo(f"Net return {told['value']:,} ({proven}); picking by return on investment {told['greedy']['value']:,}")
    hours = "; ".join(f"{team} {row['used']:,} of {row['of']:,} h" for team, row in told["hours"].items())
    click.echo(f"Spent {told['spent']:,} of {told['budget']:,}" + (f"; {hours}" if hours else ""))
    for row in told["chosen"]:
        click.echo(f"  Q{row['quarter']}  {row['account']:<28} {row['key']:<32} costs {row['cost']:,}, returns {row['return']:,}")
    for row in told["marginal"]:
        if row["brings"]:
            more = f"{told['step']:,} more budget" if row["of"] == "budget" else f"More hours of {row['of']}"
            click.echo(f"  {more} in quarter {row['quarter']} would bring {row['brings']:,}")
    for row in told["left_out"]:
        click.echo(f"  Left out: {row['key']}. {row['why']}")
    if told.get("gate"):
        gate = told["gate"]
        click.echo(f"Without gates it would look like {gate['seems']:,} and truly yield {gate['yields']:,}")


def _amounts(text: str, name: str) -> list[float]:
    try:
        amounts = [float(part) for part in text.replace(";", ",").split(",")]
    except ValueError:
        amounts = [math.nan]
    if not all(map(math.isfinite, amounts)):
        raise click.BadParameter(f"{text!r} is no amount, nor a list of them such as 72000,108000.", param_hint=name)
    if min(amounts) < 0:
        raise click.BadParameter(f"{text!r}: an amount cannot be below 0.", param_hint=name)
    if max(amounts) >= MOST:
        raise click.BadParameter(f"{text!r}: this is too large an amount.", param_hint=name)
    return amounts


def _currency(text: str) -> str:
    if len(text) != CODE or not text.isalpha():
        raise click.BadParameter(f"{text!r} is no currency: three letters, such as EUR.", param_hint="--currency")
    return text.upper()


def _hours(given: Sequence[str], teams: Sequence[str]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for text in given:
        team, sign, row = text.rpartition("=")
        for name in [team.strip()] if sign else (teams or [TEAM]):
            found[name] = _amounts(row, "--hours")
    return found


def _floors(given: Sequence[str]) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for text in given:
        tier, colon, asked = text.partition(":")
        number, items = asked.strip().removesuffix("items").strip(), asked.strip().endswith("items")
        try:
            floor = {"items": int(number)} if items else {"money": Decimal(number)}
            if not colon or not all(0 <= amount < MOST for amount in floor.values()):
                raise ValueError
            found.setdefault(int(tier), {}).update(floor)
        except (ValueError, ArithmeticError):
            raise click.BadParameter(
                f'{text!r} names no tier and what it gets, a number of 0 or more, such as "1:3items" or "1:50000".', param_hint="--at-least"
            ) from None
    return found


def _stretched(team: str, row: Sequence[float], quarters: int) -> list[float]:
    """One number stands for every quarter where several are asked for."""
    if len(row) not in (1, quarters):
        sentence = f"{team} has hours for {len(row)} quarters, and the budget has {quarters}: give one number, or one a quarter."
        raise click.BadParameter(sentence, param_hint="--hours")
    return list(row) * quarters if len(row) == 1 else list(row)


def _plain(number: float) -> int | float:
    """Whole numbers without a point, others to the cent."""
    rounded = round(number, 2)
    return int(rounded) if rounded == int(rounded) else rounded
