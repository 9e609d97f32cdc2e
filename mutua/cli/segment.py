"""`mutua segment`"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from mutua.cli.opening import opened

if TYPE_CHECKING:
    from mutua.foundation.access import Actor
    from mutua.strategy.models import Segment

MOST = 1000


@click.command("segment", epilog='Example: mutua segment "Grocers" --json')
@click.argument("segment", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(segment: str | None, as_json: bool) -> None:
    """Show every segment with its rule, its size and its worth; of SEGMENT (name or number) who belongs to it, the first thousand by name."""
    with opened():
        told = _members(segment) if segment else _all()
    if as_json:
        click.echo(json.dumps(told, default=str))
    elif isinstance(told, dict):
        click.echo(f"{told['name']}: {told['rule'] or 'everybody'}; {told['size']} belong to it")
        for one in told["members"]:
            click.echo(f"{one['id']:>8}  {one['name']}")
    elif not told:
        click.echo("There is no segment yet. Write one on the page Segments.")
    else:
        for one in told:
            worth = ", ".join(
                f"{sum['value']} {sum['currency']}" if sum["value"] else f"too few to say in {sum['currency']}" for sum in one["worth"]
            )
            click.echo(
                f"{one['id']:>5}  {one['size']:>8}  {one['name']}: {one['rule'] or 'everybody'}{f'; worth {worth}' if worth else ''}"
            )


def _all() -> list[dict[str, Any]]:
    from mutua.foundation.access import flow_actor
    from mutua.strategy.lists import said_of
    from mutua.strategy.queries.segment_worth import worth_of_segments
    from mutua.strategy.queries.segments import segments_seen, sizes_of

    actor = flow_actor("command line")
    found = list(segments_seen(actor).order_by("name", "pk"))
    said, sizes, worth = said_of(actor, found), sizes_of(actor, found), worth_of_segments(actor, found)
    return [
        {
            "id": one.pk, "name": one.name, "made_of": one.party_kind, "rule": said[one.pk], "size": sizes[one.pk],
            "worth": [{"currency": sum.currency, "value": sum.value.amount if sum.value else None, "told": sum.told} for sum in worth.get(one.pk, [])],
        }
        for one in found
    ]  # fmt: skip


def _members(text: str) -> dict[str, Any]:
    from mutua.foundation.access import flow_actor
    from mutua.strategy.lists import says
    from mutua.strategy.queries.segments import members_now

    actor = flow_actor("command line")
    segment = _meant(actor, text)
    members = members_now(actor, segment)
    return {
        "id": segment.pk,
        "name": segment.name,
        "rule": says(actor, segment),
        "size": members.count(),
        "members": [{"id": one.pk, "name": one.name} for one in members[:MOST]],
    }


def _meant(actor: Actor, text: str) -> Segment:
    """text: the segment's number, or its name. Raises UsageError."""
    from mutua.strategy.queries.segments import segments_seen

    by_number = text.isascii() and text.isdecimal() and len(text) < 19
    found = segments_seen(actor).filter(**{"pk" if by_number else "name": text}).first()
    if found is None:
        raise click.UsageError(f"There is no segment “{text}”. `mutua segment` lists them.")
    return found
