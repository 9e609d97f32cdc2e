"""`mutua catalogue show|export|import|versions|compare`"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mutua.cli.opening import opened

if TYPE_CHECKING:
    from mutua.relationships.models import CatalogueVersion
    from mutua.relationships.queries.catalogue_change import CatalogueChange
    from mutua.relationships.rules.book_compare import Difference

COMMAND_LINE = "command line"
LISTED = 20


@click.group("catalogue", epilog="Example: mutua catalogue export catalogue.toml")
def command() -> None:
    """Read and change the catalogue of touchpoints: as a file, with what would move by it, and with its versions."""


@command.command("show", epilog="Example: mutua catalogue show --json")
@click.option("--version", "number", type=int, help="A past version; otherwise the one that stands.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def show(number: int | None, as_json: bool) -> None:
    """Show the touchpoints of the catalogue, with how many activities define each."""
    with opened():
        version = _version(number)
    if as_json:
        click.echo(json.dumps({**_head(version), **version.document}, indent=2, ensure_ascii=False))
        return
    click.echo(f"{version.book.name}: version {version.number}, {version.made_at:%Y-%m-%d %H:%M}, {version.made_by}")
    for touchpoint in version.book.touchpoints:
        click.echo(f"  {touchpoint.key:<24} {touchpoint.name:<40} {len(touchpoint.activities):>4} activities")


@command.command("export", epilog="Example: mutua catalogue export catalogue.toml")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path), default="-")
@click.option("--version", "number", type=int, help="A past version; otherwise the one that stands.")
def export(file: Path, number: int | None) -> None:
    """Write the catalogue as TOML to FILE, or to the output."""
    if str(file) != "-" and not file.absolute().parent.is_dir():
        raise click.BadParameter(f"There is no folder {file.parent} to write into.", param_hint="FILE")
    with opened():
        from mutua.relationships.rules.book_text import toml_of

        version = _version(number)
        text = toml_of(version.book, version.number)
    if str(file) == "-":
        click.echo(text, nl=False)
        return
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from None
    click.echo(f"Version {version.number} is in {file}.", err=True)


@command.command("import", epilog="Example: mutua catalogue import catalogue.toml --yes")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--retire-missing", is_flag=True, help="Retire what the file does not name; otherwise it is kept.")
@click.option("--dry-run", is_flag=True, help="Tell what would change and write nothing.")
@click.option("--yes", is_flag=True, help="Do not ask. Without a terminal nothing is written unless this is given.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def import_(file: Path, retire_missing: bool, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Let FILE change the catalogue, after telling which touchpoints of accounts would have another type."""
    with opened():
        from mutua.foundation.access import flow_actor
        from mutua.foundation.records.errors import Refused
        from mutua.relationships.actions.change_catalogue import change_catalogue, propose_catalogue
        from mutua.relationships.actions.load_catalogue import read_book
        from mutua.relationships.catalogue_api import changed
        from mutua.relationships.queries.catalogue_versions import newest_version, standing_book
        from mutua.relationships.rules.book import merged

        actor = flow_actor(COMMAND_LINE)
        try:
            comes = read_book(file.read_bytes(), file.name)
            newest = newest_version(actor)
            on = newest.number if newest else 0
            book = comes if retire_missing else merged(standing_book(actor), comes)
            change = propose_catalogue(actor, book)
            _tell(change)
            wanted = bool(change.differences) and not dry_run and (yes or _asked())
            number = change_catalogue(actor, book, on=on, note=file.name).number if wanted else on
        except Refused as refusal:
            raise click.ClickException(str(refusal)) from None
    if as_json:
        click.echo(json.dumps({"saved": wanted, "number": number, **changed(change)}, indent=2))
    elif wanted:
        click.echo(f"Saved. This is version {number} of the catalogue.")
    if change.differences and not wanted and not dry_run:
        raise click.ClickException("Nothing was saved. --yes saves it without asking.")


@command.command("versions", epilog="Example: mutua catalogue versions --json")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True, help="So many, the newest first.")
def versions(as_json: bool, limit: int) -> None:
    """List the versions of the catalogue, the newest first."""
    with opened():
        from mutua.foundation.access import flow_actor
        from mutua.relationships.queries.catalogue_versions import versions_seen

        rows = [_head(version) for version in versions_seen(flow_actor(COMMAND_LINE))[:limit]]
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row['number']:>5}  {row['made_at'][:16].replace('T', ' ')}  {row['made_by']:<24} {row['note']}")


@command.command("compare", epilog="Example: mutua catalogue compare 3 5")
@click.argument("before", type=int)
@click.argument("after", type=int)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def compare(before: int, after: int, as_json: bool) -> None:
    """Show what two versions differ in."""
    with opened():
        from mutua.relationships.rules.book_compare import compare as differences_of

        differences = differences_of(_version(before).book, _version(after).book)
    if as_json:
        click.echo(json.dumps([_plain(one) for one in differences], indent=2, ensure_ascii=False))
        return
    for one in differences:
        click.echo(_line(one))
    if not differences:
        click.echo("Nothing differs.")


def _version(number: int | None) -> CatalogueVersion:
    from mutua.foundation.access import NotFound, flow_actor
    from mutua.relationships.queries.catalogue_versions import newest_version, version_numbered

    actor = flow_actor(COMMAND_LINE)
    try:
        version = newest_version(actor) if number is None else version_numbered(actor, number)
    except NotFound:
        raise click.ClickException(f"There is no version {number}; `mutua catalogue versions` lists those that exist.") from None
    if version is None:
        raise click.ClickException("There is no catalogue yet; `mutua migrate` loads the one that ships with Mutua.")
    return version


def _asked() -> bool:
    """Whether somebody at the terminal says yes; without one nobody does."""
    return sys.stdin.isatty() and click.confirm("Save this as a new version?", err=True)


def _tell(change: CatalogueChange) -> None:
    """What would change, on the error output, so that the output stays for programs."""
    for one in change.differences[:LISTED]:
        click.echo(_line(one), err=True)
    if len(change.differences) > LISTED:
        click.echo(f"  and {len(change.differences) - LISTED} more differences", err=True)
    if not change.differences:
        click.echo("Nothing differs: the catalogue says so already.", err=True)
    elif not change.moved:
        click.echo("No touchpoint of any account would have another type.", err=True)
    else:
        click.echo(f"Touchpoints of accounts that would have another type: {change.moved}", err=True)
        for turn in change.turns:
            click.echo(f"  {turn.count:>6}  {turn.touchpoint.name}: {_type(turn.was)} becomes {_type(turn.now)}", err=True)


def _type(derived: Any) -> str:
    if derived is None:
        return "no longer in the catalogue"
    mixed = f", mixed with {derived.mixed_with}" if derived.mixed_with else ""
    return f"{derived.type or 'none'}{' (emerging)' if derived.emerging else ''}{mixed}"


def _line(one: Difference) -> str:
    where = f"{one.touchpoint}/{one.activity}" if one.activity else one.touchpoint or "catalogue"
    fields = "; ".join(f"{field.field}: {field.was} → {field.now}" for field in one.fields)
    return f"  {one.kind:<8} {where}{'  ' + fields if fields else ''}"


def _plain(one: Difference) -> dict[str, Any]:
    fields = {field.field: {"was": field.was, "now": field.now} for field in one.fields}
    return {"kind": one.kind, "touchpoint": one.touchpoint, "activity": one.activity, "fields": fields}


def _head(version: CatalogueVersion) -> dict[str, Any]:
    return {"number": version.number, "made_at": version.made_at.isoformat(), "made_by": version.made_by, "note": version.note}
