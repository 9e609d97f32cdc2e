"""`mutua import accounts|people|products|orders|shipments|opportunities FILE`, `mutua import undo RUN`"""

from __future__ import annotations

import csv
import difflib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mutua.cli.opening import opened

if TYPE_CHECKING:
    from mutua.foundation.access import Actor
    from mutua.foundation.imports import Mapping
    from mutua.foundation.imports.models import ImportRun

COUNTS = ("created", "updated", "unchanged", "refused", "corrected")
UNDO = "undo"


class FileOrRun(click.ParamType):
    """A file that is there; after `undo`, the number of an import."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if ctx is not None and ctx.params.get("kind") == UNDO:
            if not str(value).isdecimal():
                self.fail(f"{value!r} is no number of an import; it stands in the address of its page.", param, ctx)
            return int(value)
        return click.Path(exists=True, dir_okay=False, path_type=Path).convert(value, param, ctx)


def _writable(_context: click.Context, _param: click.Parameter, path: Path | None) -> Path | None:
    """Known before the first row is taken: afterwards the import would stand and its refused rows be told to nobody."""
    if path is not None and not (path.parent.is_dir() and os.access(path if path.exists() else path.parent, os.W_OK)):
        raise click.BadParameter(f"{path} cannot be written. Nothing was taken.")
    return path


@click.command(
    "import",
    epilog="Example: mutua import shipments deliveries.csv --source erp --dry-run · mutua import undo 12 --dry-run",
    options_metavar="[OPTIONS]",
)
@click.argument("kind", metavar="KIND|undo")
@click.argument("file", type=FileOrRun(), metavar="FILE|RUN")
@click.option(
    "--mapping", "mapping_name", help="A mapping that was kept by name, or a JSON file; otherwise proposed from headings and values."
)
@click.option(
    "--source", default="file", show_default=True, help="The system that the file comes from; rows are found again by source and key."
)
@click.option(
    "--duplicates",
    type=click.Choice(["create", "update", "refuse"]),
    help="What becomes of a row without a known key that looks like a record that is here already; otherwise it is made new and named.",
)
@click.option("--sheet", help="Which sheet of a workbook, where several have rows.")
@click.option("--dry-run", is_flag=True, help="Tell what would happen and write nothing.")
@click.option(
    "--errors",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    callback=_writable,
    help="Write the refused rows here, with the reason.",
)
@click.option("--as", "email", help="Import as this user, with its rights; otherwise with all.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(
    kind: str,
    file: Any,
    mapping_name: str | None,
    source: str,
    duplicates: str | None,
    sheet: str | None,
    dry_run: bool,
    errors: Path | None,
    email: str | None,
    as_json: bool,
) -> None:
    """Import a CSV file, an XLSX workbook or contact cards (vCard), or undo an import. Importing it twice changes nothing; refused rows wait in the repair list."""
    if kind == UNDO:
        _undo(file, dry_run, email, as_json)
        return
    with opened():
        from mutua.foundation.access import NotAllowed
        from mutua.foundation.imports.tables import UnreadableFile
        from mutua.foundation.records.errors import Refused

        _check_kind(kind)
        try:
            given = {"source": source, "mapping": _mapping(kind, mapping_name), "duplicates": duplicates, "sheet": sheet}
            told = (_tried if dry_run else _taken)(kind, file, _actor(email), errors, given)
        except (Refused, NotAllowed, UnreadableFile) as error:
            raise click.ClickException(str(error)) from None
    _print(told, as_json)
    if told["refused"] and not (told["created"] or told["updated"] or told["unchanged"]):
        raise click.exceptions.Exit(1)  # nothing of the file was taken: whoever runs this by a script has to hear of it


def _undo(number: int, dry_run: bool, email: str | None, as_json: bool) -> None:
    with opened():
        from mutua.foundation.access import NotAllowed, NotFound
        from mutua.foundation.imports.actions.undo_now import undo_now, would_undo
        from mutua.foundation.records.errors import Refused

        try:
            told = would_undo(_actor(email), number) if dry_run else undo_now(_actor(email), number)
        except NotFound:
            raise click.ClickException(f"There is no import {number}. Nothing was changed.") from None
        except (Refused, NotAllowed) as error:
            raise click.ClickException(str(error)) from None
        counts = {name: getattr(told, name) for name in ("taken_out", "put_back", "left_to_later", "kept")}
        conflicts = [
            {
                "record": one.name,
                "field": str(one.label),
                "stays": one.kept,
                "before": one.other,
                "why": str(one.get_why_display()),
                "detail": one.detail,
            }
            for one in told.conflicts
        ]
    if as_json:
        click.echo(json.dumps({"dry_run": dry_run, **counts, "conflicts": conflicts}))
        return
    if dry_run:
        click.echo("Nothing was changed. This is what would happen:")
    for name, count in counts.items():
        click.echo(f"{count:>10} {name.replace('_', ' ')}")
    for one in conflicts:
        what = (
            f"{one['record']}, {one['field']}: {one['stays']!r} stays, {one['before']!r} stood before"
            if one["field"]
            else f"{one['record']} stays"
        )
        click.echo(f"{'':>10} {what}. {one['why']}{' ' + one['detail'] if one['detail'] else ''}")
    if told.more:
        click.echo(f"{'':>10} and {told.more} more")


def _check_kind(kind: str) -> None:
    from mutua.foundation.imports import importers

    if kind not in importers():
        near = difflib.get_close_matches(kind, importers(), n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise click.BadParameter(f"Nothing called {kind!r} can be imported.{hint} Kinds: {', '.join(importers())}.", param_hint="KIND")


def _taken(kind: str, file: Path, actor: Actor, errors: Path | None, given: dict[str, Any]) -> dict[str, Any]:
    from django.conf import settings
    from django.urls import reverse

    from mutua.foundation.imports.actions.import_now import import_now
    from mutua.foundation.imports.queries.refused import refused_table
    from mutua.foundation.imports.queries.report import report_of

    with file.open("rb") as stream:
        run: ImportRun = import_now(actor, kind, stream, file_name=file.name, **given)
    if errors is not None:
        _write_errors(errors, *refused_table(run))
    reasons = [(r.level, r.field, r.sentence, r.rows) for level in report_of(run).values() for r in level]
    counts = {name: getattr(run, name) for name in COUNTS}
    repair = f"{settings.SITE_URL}{reverse('imports:repair', args=[run.pk])}" if run.refused else ""
    return {"run": run.pk, "rows": run.seen, **counts, "dry_run": False, "repair": repair, "reasons": reasons}


def _tried(kind: str, file: Path, actor: Actor, errors: Path | None, given: dict[str, Any]) -> dict[str, Any]:
    from mutua.foundation.imports.actions.import_now import try_now
    from mutua.foundation.imports.queries.preview import ordered
    from mutua.foundation.imports.tables import inspect
    from mutua.foundation.imports.trying import Trial

    refused: list[tuple[dict[str, str], str, str]] = []

    def keep(outcome: str, row: Any) -> None:
        if outcome == "refused" and not row.forgotten and errors is not None:
            refused.append((row.raw, str(row.number), row.refusal.sentence))

    with file.open("rb") as stream:
        headings = inspect(stream, given["sheet"]).headings
        trial = try_now(actor, kind, stream, file_name=file.name, trial=Trial(tell=keep), **given)
    if errors is not None:
        rows = ([*(raw.get(name, "") for name in headings), number, why] for raw, number, why in refused)
        _write_errors(errors, [*headings, "Row", "Why it was refused"], rows)
    counts = {name: trial.counts[name] for name in COUNTS}
    return {"rows": trial.looked_at, **counts, "alike": trial.alike, "dry_run": True, "reasons": ordered(trial.reasons)}


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
    for name in COUNTS:
        click.echo(f"{told[name]:>10} {name}")
    for level, field, sentence, rows in told["reasons"]:
        click.echo(f"{rows:>10} {level}: {f'{field}: ' if field else ''}{sentence}")
    if told.get("run") and (told["created"] or told["updated"]):
        click.echo(f"To take it back: mutua import undo {told['run']}")
    if told.get("repair"):
        click.echo(f"Refused rows wait here: {told['repair']}")
