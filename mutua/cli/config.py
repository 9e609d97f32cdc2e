"""`mutua config show`"""

from __future__ import annotations

import json
import os

import click


@click.group("config", epilog="Example: mutua config show")
def command() -> None:
    """Look at the settings. They come from environment variables."""


@command.command("show", epilog="Example: mutua config show --json")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def show(as_json: bool) -> None:
    """Show every setting, its value and what it is for. Secrets are not shown."""
    from mutua.config import conf

    conf.read(secrets=False)
    rows = []
    for name, (default, meaning) in {"DATABASE_URL": ("", "PostgreSQL to use instead of the embedded one"), **conf.KNOWN}.items():
        given = os.environ.get(name, "").strip()
        value = ("set" if given else "") if name in conf.SECRET else given or default
        rows.append({"name": name, "value": value, "given": bool(given), "meaning": meaning})
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    wide = max(len(str(row["name"])) for row in rows)
    for row in rows:
        mark = "*" if row["given"] else " "
        click.echo(f"{mark} {row['name']:<{wide}}  {row['value'] or '–':<22}  {row['meaning']}")
    click.echo(f"\n* given by the environment. Data folder: {conf.data_folder()}")
