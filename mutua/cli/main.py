"""The command `mutua`: one file a command, and each is imported only when it is called."""

from __future__ import annotations

import difflib
import importlib
import sys

import click

# name: (module, what it does). The names are here so that `mutua --help` imports none of them.
COMMANDS: dict[str, tuple[str, str]] = {
    "serve": ("serve", "Start everything: database, web and worker"),
    "worker": ("worker", "Run one worker for background jobs"),
    "migrate": ("migrate", "Bring the database in step with this version"),
    "demo": ("demo", "Load or clear the demonstration company"),
    "import": ("import_", "Import a CSV, XLSX or vCard file: accounts, people, orders, shipments, opportunities"),
    "person": ("person", "Export or erase everything about a person"),
    "match": ("match", "Find the people or companies of a file that are one"),
    "catalogue": ("catalogue", "Read and change the catalogue of touchpoints"),
    "plan": ("plan", "Choose what is done when, show plans, verify approved ones"),
    "value": ("value", "Show what the value ledger of an account is worth to each side"),
    "readiness": ("readiness", "Show how ready an account and we are, and what is held back"),
    "measure": ("measure", "Show how well it goes on an account's own measures"),
    "segment": ("segment", "Show segments, who belongs to them, and what they are worth"),
    "strategy": ("strategy", "Show strategies, what they say and what they rest on"),
    "reconciliation": ("reconciliation", "Show where a customer's figure of a measure is not ours"),
    "touchpoint": ("touchpoint", "Show where an account and we meet, and of what type it is"),
    "profile": ("profile", "Show what is wanted with an account beyond what is practised"),
    "roadmap": ("roadmap", "Show the roadmap of an account, its money and its gates"),
    "enter": ("enter", "Enter what is practised, reported, assessed and gained, as on the pages"),
    "portal": ("portal", "List the links to customers' own pages, and close them"),
    "review": ("review", "Show the verdict on each objective"),
    "user": ("user", "Add users, change roles, end users, set passwords"),
    "doctor": ("doctor", "Check this installation and say what to do"),
    "config": ("config", "Show the settings in force"),
    "version": ("version", "Print the version"),
    "django": ("django", "Run a command of Django against this installation"),
}


class Commands(click.Group):
    """A group that imports late, and names the nearest command when one is unknown."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"mutua.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, does) for name, (_, does) in COMMANDS.items()])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], COMMANDS, n=1, cutoff=0.5)
            hint = f"Did you mean {near[0]}?" if near else "`mutua --help` lists the commands."
            raise click.UsageError(f"There is no command {args[0]!r}. {hint}", ctx)
        return super().resolve_command(ctx, args)


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]}, epilog="Example: mutua serve --port 8080")
def commands() -> None:
    """Mutua: customers, strategy and what every relationship pays both sides.

    \b
    Exit codes: 0 done, 1 not done, 2 wrong use or wrong setting.
    """


def main(arguments: list[str] | None = None) -> None:
    """The entry point. Wrong settings and an unusable database are one sentence and exit code 2, never a trace."""
    try:
        commands.main(args=arguments, prog_name="mutua", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        sys.exit(leaving.exit_code)
    except click.Abort:
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except Exception as error:
        if type(error).__name__ not in ("Misconfigured", "DatabaseTrouble"):
            raise
        click.echo(f"mutua: {error}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
