"""`mutua worker`"""

from __future__ import annotations

import click

from mutua.cli.opening import opened


@click.command("worker", epilog="Example: mutua worker")
def command() -> None:
    """Run one worker for background jobs until it is asked to stop."""
    with opened():
        from mutua.foundation.jobs.worker import run

        run()
