"""`mutua portal list|close`"""

from __future__ import annotations

import json
from typing import Any

import click

from mutua.cli.finding import account_meant
from mutua.cli.opening import opened


@click.group("portal", epilog='Example: mutua portal list "Alder Markets"')
def command() -> None:
    """Look at the links to customers' own pages, and take them back. No command prints what opens a page: that stands in its mail alone."""


@command.command("list", epilog='Example: mutua portal list "Alder Markets" --json')
@click.argument("account")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def list_links(account: str, as_json: bool) -> None:
    """List the links of ACCOUNT (name or number), the newest first: whose they are, and whether they open anything."""
    with opened():
        rows = _links(account)
    if as_json:
        click.echo(json.dumps(rows, default=str))
        return
    if not rows:
        click.echo("Nobody of this account has had a link.")
    for row in rows:
        state = f"open until {row['expires_at']:%Y-%m-%d %H:%M}" if row["is_open"] else "closed"
        click.echo(f"{row['link_id']:>6}  {row['email']:<36} {state:<28} opened {row['opened']} times")


@command.command("close", epilog='Example: mutua portal close "Alder Markets" 12')
@click.argument("account")
@click.argument("link_id", type=int, required=False)
@click.option("--all", "every", is_flag=True, help="All that are open.")
def close(account: str, link_id: int | None, every: bool) -> None:
    """Take back the link LINK_ID of ACCOUNT (name or number), or all of them: from this moment it opens nothing."""
    if (link_id is None) != every:
        raise click.UsageError("Say which link, by its number, or --all: one of them. `mutua portal list` shows the numbers.")
    with opened():
        from django.db import transaction

        from mutua.foundation.access import NotFound, flow_actor
        from mutua.foundation.records.errors import Refused
        from mutua.portals.actions.revoke_link import revoke_link

        actor = flow_actor("command line")
        meant = account_meant(actor, account)
        numbers = [row["link_id"] for row in _links(account) if row["is_open"]] if link_id is None else [link_id]
        try:
            with transaction.atomic():
                for number in numbers:
                    revoke_link(actor, meant.pk, number)
        except NotFound:
            raise click.ClickException(f"{meant.name} has no link {link_id}; `mutua portal list` shows those that it has.") from None
        except Refused as refusal:
            raise click.ClickException(str(refusal)) from None
    click.echo(f"Closed: {', '.join(map(str, numbers))}." if numbers else "No link was open.")


def _links(text: str) -> list[dict[str, Any]]:
    from mutua.foundation.access import flow_actor
    from mutua.portals.queries.links import links_of

    actor = flow_actor("command line")
    return [
        {
            "link_id": row.link.pk,
            "person_id": row.link.person_id,
            "email": row.link.email,
            "made_by": row.link.created_name,
            "expires_at": row.link.expires_at,
            "is_open": row.is_open,
            "opened": row.opened,
            "last": row.last,
        }
        for row in links_of(actor, account_meant(actor, text).pk)
    ]
