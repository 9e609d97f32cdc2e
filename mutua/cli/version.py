"""`mutua version`"""

from __future__ import annotations

import json
import platform
from importlib.metadata import version

import click


@click.command("version", epilog="Example: mutua version --json")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(as_json: bool) -> None:
    """Print the version of Mutua and of Python."""
    if as_json:
        click.echo(json.dumps({"mutua": version("mutua"), "python": platform.python_version()}))
    else:
        click.echo(f"mutua {version('mutua')} (Python {platform.python_version()})")
