"""`mutua person export|erase`"""

from __future__ import annotations

import json
from pathlib import Path

import click

from mutua.cli.opening import opened


@click.group("person", epilog="Example: mutua person export 12 --out person-12.zip")
def command() -> None:
    """A person's rights: everything that is known about one, and erasing one for good."""


@command.command("export", epilog="Example: mutua person export 12 --out person-12.zip")
@click.argument("person_id", type=int)
@click.option("--out", "file", required=True, type=click.Path(dir_okay=False, writable=True, path_type=Path), help="The ZIP file to write.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def export(person_id: int, file: Path, force: bool, as_json: bool) -> None:
    """Write everything that is known about a person: JSON for machines and a page for people, in one ZIP."""
    if file.exists() and not force:
        raise click.ClickException(f"{file} is there already, and was left as it is. Name another file, or add --force.")
    with opened():
        from mutua.foundation.access import NotFound, flow_actor
        from mutua.foundation.privacy.packing import pack
        from mutua.foundation.privacy.queries.everything import everything_about

        try:
            told = everything_about(flow_actor("command line"), person_id)
        except NotFound:
            raise click.ClickException(_nobody(person_id)) from None
        try:
            with file.open("wb") as stream:
                pack(told, stream)
        except OSError as error:
            raise click.ClickException(f"{file} cannot be written: {error.strerror}. Nothing was exported.") from None
        counts = {section.title: len(section.rows) for section in told.sections}
    if as_json:
        click.echo(json.dumps({"person": person_id, "file": str(file), "rows": counts, "mentions": len(told.mentions)}, indent=2))
    else:
        click.echo(f"{sum(counts.values())} rows of {len(counts)} kinds are in {file}.")


@command.command("erase", epilog="Example: mutua person erase 12 --preview")
@click.argument("person_id", type=int)
@click.option("--preview", is_flag=True, help="Tell what would be erased and erase nothing.")
@click.option("--name", "typed", help="The person's full name: without it nothing is erased.")
@click.option("--reason", default="", help="What the log says of why. Do not name the person.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def erase(person_id: int, preview: bool, typed: str | None, reason: str, as_json: bool) -> None:
    """Erase a person for good, everywhere. This cannot be undone."""
    if not preview and not typed:
        raise click.UsageError("Say --name with the person's full name, or look first with --preview. Nothing was erased.")
    with opened():
        from mutua.foundation.access import NotFound, flow_actor
        from mutua.foundation.privacy.actions.ask_to_erase import ask_to_erase
        from mutua.foundation.privacy.actions.carry_out_erasure import carry_out_erasure
        from mutua.foundation.privacy.queries.preview import preview_of
        from mutua.foundation.records.errors import Refused

        actor = flow_actor("command line")
        try:
            if preview:
                seen = preview_of(actor, person_id)
                told = {
                    name: {line.title: line.rows for line in lines}
                    for name, lines in {"deleted": seen.deleted, "emptied": seen.emptied, "kept": seen.kept, "names": seen.names}.items()
                } | {"files": dict.fromkeys(seen.files, 1)}
            else:
                order = ask_to_erase(actor, person_id, typed=str(typed), reason=reason)
                told = {"erased": carry_out_erasure(actor, order.pk).counts}
        except NotFound:
            raise click.ClickException(_nobody(person_id)) from None
        except Refused as refusal:
            raise click.ClickException(str(refusal)) from None
    if as_json:
        click.echo(json.dumps({"person": person_id, **told}, indent=2))
        return
    click.echo("Nothing was erased; this is what would be:" if preview else f"Person {person_id} is erased for good.")
    for what, counts in told.items():
        for kind, rows in counts.items():
            click.echo(f"  {what:<8} {kind}: {rows}")


def _nobody(person_id: int) -> str:
    return f"There is no person {person_id}, or it was erased. The number stands in the address of a person's page."
