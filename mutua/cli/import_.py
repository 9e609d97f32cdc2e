"""`mutua import accounts|people|products|orders|shipments|opportunities FILE`"""

from __future__ import annotations

import csv
import difflib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mutua.cli.opening import opened

if TYPE_CHECKING:
    from mutua.foundation.access import Actor
    from mutua.foundation.imports import Importer, Mapping
    from mutua.foundation.imports.models import ImportRun


@click.command("import", epilog="Example: mutua import shipments deliveries.csv --source erp --dry-run")
@click.argument("kind")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--mapping", "mapping_name", help="A mapping that was kept by name, or a JSON file; otherwise proposed from headings and values."
)
@click.option(
    "--source", default="file", show_default=True, help="The system that the file comes from; rows are found again by source and key."
)
@click.option("--dry-run", is_flag=True, help="Tell what would happen and write nothing.")
@click.option(
    "--errors", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="Write the refused rows here, with the reason."
)
@click.option("--as", "email", help="Import as this user, with its rights; otherwise with all.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(
    kind: str, file: Path, mapping_name: str | None, source: str, dry_run: bool, errors: Path | None, email: str | None, as_json: bool
) -> None:
    """Import a CSV file or an XLSX workbook. Importing it twice changes nothing; refused rows wait in the repair list."""
    with opened():
        from mutua.foundation.access import NotAllowed
        from mutua.foundation.imports.tables import UnreadableFile
        from mutua.foundation.records.errors import Refused

        _check_kind(kind)
        try:
            told = (
                _tried(kind, file, mapping_name, source, email, errors)
                if dry_run
                else _taken(kind, file, mapping_name, source, email, errors)
            )
        except (Refused, NotAllowed, UnreadableFile) as error:
            raise click.ClickException(str(error)) from None
    _print(told, as_json)
    if told["refused"] and not (told["created"] or told["updated"] or told["unchanged"]):
        raise click.exceptions.Exit(1)  # nothing of the file was taken: whoever runs this by a script has to hear of it


def _check_kind(kind: str) -> None:
    from mutua.foundation.imports import importers

    if kind not in importers():
        near = difflib.get_close_matches(kind, importers(), n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise click.BadParameter(f"Nothing called {kind!r} can be imported.{hint} Kinds: {', '.join(importers())}.", param_hint="KIND")


def _taken(kind: str, file: Path, mapping_name: str | None, source: str, email: str | None, errors: Path | None) -> dict[str, Any]:
    from django.conf import settings
    from django.urls import reverse

    from mutua.foundation.imports.actions.import_now import import_now
    from mutua.foundation.imports.queries.refused import refused_table
    from mutua.foundation.imports.queries.report import report_of

    with file.open("rb") as stream:
        run: ImportRun = import_now(_actor(email), kind, stream, file_name=file.name, source=source, mapping=_mapping(kind, mapping_name))
    if errors is not None:
        _write_errors(errors, *refused_table(run))
    reasons = [(r.level, r.field, r.sentence, r.rows) for level in report_of(run).values() for r in level]
    counts = {name: getattr(run, name) for name in ("created", "updated", "unchanged", "refused", "corrected")}
    repair = f"{settings.SITE_URL}{reverse('imports:repair', args=[run.pk])}" if run.refused else ""
    return {"rows": run.seen, **counts, "dry_run": False, "repair": repair, "reasons": reasons}


def _tried(kind: str, file: Path, mapping_name: str | None, source: str, email: str | None, errors: Path | None) -> dict[str, Any]:
    from mutua.foundation.access import require
    from mutua.foundation.imports import importer_named
    from mutua.foundation.imports.proposing import propose_mapping
    from mutua.foundation.imports.queries.preview import counts, reasons
    from mutua.foundation.imports.running import dry_run
    from mutua.foundation.imports.tables import inspect

    actor, importer = _actor(email), importer_named(kind)
    require(actor, "imports.run.create")
    require(actor, importer.needs)
    with file.open("rb") as stream:
        table = inspect(stream)
        headings = table.headings
        mapping = _mapping(kind, mapping_name) or propose_mapping(importer, stream, table)
        _check(importer, mapping, headings)
        tally = dry_run(importer, stream, mapping, source, actor)
    if errors is not None:
        rows = (
            [*(row.raw.get(name, "") for name in headings), str(row.number), row.refusal.sentence] for row in tally.refused if row.refusal
        )
        _write_errors(errors, [*headings, "Row", "Why it was refused"], rows)
    told = counts(tally)
    return {
        "rows": sum(told[name] for name in ("created", "updated", "unchanged", "refused")),
        **told,
        "dry_run": True,
        "reasons": reasons(tally),
    }


def _check(importer: Importer, mapping: Mapping, headings: list[str]) -> None:
    from mutua.foundation.imports.building import target_names
    from mutua.foundation.imports.mapping import BadMapping

    try:
        mapping.check(headings, target_names(importer), [target.name for target in importer.targets if target.required])
    except BadMapping as error:
        raise click.ClickException(f"{error} Nothing was written.") from None


def _mapping(kind: str, name: str | None) -> Mapping | None:
    from mutua.foundation.imports import Mapping
    from mutua.foundation.imports.mapping import BadMapping
    from mutua.foundation.imports.models import SavedMapping

    if name is None:
        return None
    try:
        if name.endswith(".json"):
            return Mapping.from_json(json.loads(Path(name).read_text(encoding="utf-8")))
        saved = SavedMapping.objects.filter(kind=kind, name=name).first()
        if saved is None:
            known = ", ".join(SavedMapping.objects.filter(kind=kind).values_list("name", flat=True)) or "none"
            raise click.BadParameter(
                f"No mapping of {kind} is kept as {name!r}; there are: {known}. A file ends in .json.", param_hint="--mapping"
            )
        return Mapping.from_json(saved.mapping)
    except OSError as error:
        raise click.BadParameter(f"{name} cannot be read: {error.strerror}.", param_hint="--mapping") from None
    except (BadMapping, json.JSONDecodeError) as error:
        raise click.BadParameter(f"{name}: {error}", param_hint="--mapping") from None


def _actor(email: str | None) -> Actor:
    from django.utils.translation import gettext as _

    from mutua.foundation.access import flow_actor
    from mutua.foundation.access.people import actor_of
    from mutua.foundation.identity.models import User

    if email is None:
        # Whoever may run this command holds the whole database already.
        return flow_actor(_("Command line"))
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise click.BadParameter(f"There is no active user {email}.", param_hint="--as")
    return actor_of(user)


def _write_errors(path: Path, headings: list[str], rows: Any) -> None:
    from mutua.foundation.exports.csv_files import BYTE_ORDER_MARK, harmless

    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(BYTE_ORDER_MARK)
        writer = csv.writer(stream)
        writer.writerow([harmless(heading) for heading in headings])
        writer.writerows([harmless(cell) for cell in row] for row in rows)


def _print(told: dict[str, Any], as_json: bool) -> None:
    if as_json:
        reasons = [dict(zip(("level", "field", "sentence", "rows"), reason, strict=True)) for reason in told["reasons"]]
        click.echo(json.dumps({**told, "reasons": reasons}, default=str))
        return
    if told["dry_run"]:
        click.echo("Nothing was written. This is what would happen:")
    elif not (told["created"] or told["updated"]):
        click.echo("This import changed nothing.")
    for name in ("created", "updated", "unchanged", "refused", "corrected"):
        click.echo(f"{told[name]:>10} {name}")
    for level, field, sentence, rows in told["reasons"]:
        click.echo(f"{rows:>10} {level}: {f'{field}: ' if field else ''}{sentence}")
    if told.get("repair"):
        click.echo(f"Refused rows wait here: {told['repair']}")
