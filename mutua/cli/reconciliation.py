"""`mutua reconciliation`"""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import click

from mutua.cli.opening import opened

COLUMNS = ("number", "happened_on", "ours", "theirs", "our_numerator", "our_denominator", "their_numerator", "their_denominator", "reason",
           "detail", "effect", "state", "note")  # fmt: skip


@click.command("reconciliation", epilog="Example: mutua reconciliation 12 --csv > differences.csv")
@click.argument("measure_id", type=int)
@click.option("--open", "only_open", is_flag=True, help="Only what nobody has explained or accepted.")
@click.option("--again", is_flag=True, help="Compare anew first.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="Print as CSV.")
def command(measure_id: int, only_open: bool, again: bool, as_json: bool, as_csv: bool) -> None:
    """Show case by case where a customer's figure of a measure is not ours. `mutua measure ACCOUNT --json` tells the numbers of its measures."""
    if as_json and as_csv:
        raise click.UsageError("One of --json and --csv.")
    with opened():
        title, rows = _rows(measure_id, only_open, again)
    if as_json:
        click.echo(json.dumps(rows, default=str))
    elif as_csv:
        from mutua.foundation.exports.csv_files import harmless

        text = io.StringIO()
        lines = csv.DictWriter(text, COLUMNS)
        lines.writeheader()
        lines.writerows({name: harmless(value) for name, value in row.items()} for row in rows)
        click.echo(text.getvalue(), nl=False)
    else:
        click.echo(f"{title}: {len(rows)} differences" if rows else f"{title}: both sides say the same.")
        for row in rows:
            click.echo(f"  {row['number']:<24} {row['happened_on'] or '–'!s:<11} {row['reason']:<12} {row['effect']:>+8}  {row['state']}")


def _rows(measure_id: int, only_open: bool, again: bool) -> tuple[str, list[dict[str, Any]]]:
    from mutua.foundation.access import NotFound, flow_actor
    from mutua.relationships.actions.reconcile import reconcile
    from mutua.relationships.models import Difference
    from mutua.relationships.queries.measures import measure_for
    from mutua.relationships.queries.reconciling import differences_seen

    actor = flow_actor("command line")
    try:
        measure = measure_for(actor, measure_id)
    except NotFound:
        raise click.ClickException(f"There is no measure {measure_id}; `mutua measure ACCOUNT --json` tells their numbers.") from None
    if again:
        reconcile(actor, measure.pk)
    found = differences_seen(actor).filter(measure=measure).exclude(state=Difference.State.SETTLED).order_by("happened_on", "pk")
    found = found.filter(state=Difference.State.OPEN) if only_open else found
    title = f"{measure.account_touchpoint.account.name} · {measure.name}"
    return title, [{name: getattr(row, name) for name in COLUMNS} for row in found.iterator()]
