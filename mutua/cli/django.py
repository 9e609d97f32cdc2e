"""`mutua django`: Django's own commands, with this installation's database."""

from __future__ import annotations

import click

from mutua.cli.opening import opened


@click.command(
    "django",
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    epilog="Example: mutua django makemigrations customers",
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Run a command of Django against this installation, as the owner of its tables."""
    if not arguments or arguments[0] in ("-h", "--help"):
        ctx = click.get_current_context()
        click.echo(ctx.get_help())
        return
    with opened("owner"):
        from django.core.management import execute_from_command_line

        execute_from_command_line(["mutua django", *arguments])
