"""`mutua match FILE [FILE2] --id COLUMN --out pairs.csv`: which rows are one, without a database."""

from __future__ import annotations

import csv
import difflib
import itertools
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from mutua.customers.matching.columns import Kind, Recognised
    from mutua.customers.matching.finding import Side
    from mutua.customers.matching.pairs import Pair

LOOKED_AT = 500  # rows from which a column is recognised
A_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.command("match", epilog="Example: mutua match people.csv --id key --out pairs.csv")
@click.argument("file", type=A_FILE)
@click.argument("file2", type=A_FILE, required=False)
@click.option("--id", "id_column", required=True, help="The column that names each row; its values must be there once each.")
@click.option("--id2", help="The same of FILE2, where it is called otherwise.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, writable=True, path_type=Path), help="Write the pairs here, as CSV.")
@click.option("--kind", type=click.Choice(["person", "company"]), help="What the rows are; otherwise told from the columns.")
@click.option(
    "--column",
    "named",
    multiple=True,
    metavar="HEADING=FIELD",
    help="What a column is, where its heading does not tell; FIELD none leaves it out. Repeatable.",
)
@click.option("--threshold", type=click.FloatRange(0.0, 1.0), default=0.5, show_default=True, help="The least probability that is written.")
@click.option("--country", default="", metavar="CODE", help="Whose telephone numbers have no country code: GB, DE, US …")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def command(
    file: Path,
    file2: Path | None,
    id_column: str,
    id2: str | None,
    out: Path,
    kind: Kind | None,
    named: tuple[str, ...],
    threshold: float,
    country: str,
    as_json: bool,
) -> None:
    """Find the rows of a CSV file of people or companies that are one, or with FILE2 those that are in both files.

    Columns are recognised by heading and content; nothing has to be labelled or trained. The result has the columns left_id, right_id,
    probability and evidence.
    """
    from mutua.customers.matching.finding import connect, find_in

    if out.exists() and any(out.samefile(one) for one in (file, file2) if one):
        raise click.BadParameter(f"{out} is one of the files to read. Name another one.", param_hint="--out")
    if not out.absolute().parent.is_dir():
        raise click.BadParameter(f"There is no folder {out.parent} to write into.", param_hint="--out")
    known, home, connection = _named(named), _region(country), connect()
    read = [
        _read(connection, place, one, column) for place, (one, column) in enumerate([(file, id_column), (file2, id2 or id_column)]) if one
    ]
    if strangers := [heading for heading in known if not any(heading in one.headings for one in read)]:
        raise click.BadParameter(
            _no_column(strangers[0], [heading for one in read for heading in one.headings], file), param_hint="--column"
        )
    sides: list[Side] = []
    told: list[dict[str, Any]] = []
    for one in read:
        recognised = one.recognise(connection, kind, {heading: field for heading, field in known.items() if heading in one.headings})
        kind = recognised.kind
        sides.append(one.side(recognised.columns))
        told.append(
            {
                "file": one.file.name,
                "columns": {field: list(names) for field, names in recognised.columns.items()},
                "unused": list(recognised.unused),
            }
        )
        click.echo(_said(told[-1]), err=True)
    _check_common([one["columns"] for one in told], kind or "person")
    counts = _write(out, find_in(connection, kind or "person", sides, threshold=threshold, home=home), grouped=len(sides) == 1)
    summary = {"kind": kind, "files": told, **counts, "out": str(out)}
    click.echo(json.dumps(summary) if as_json else _summary(counts, out))


@dataclass(frozen=True)
class Source:
    """A file that was read into the table `table`, its columns called c0, c1, …"""

    file: Path
    table: str
    id: str
    headings: list[str]

    def recognise(self, connection: DuckDBPyConnection, kind: Kind | None, known: dict[str, str]) -> Recognised:
        from mutua.customers.matching.columns import recognise

        samples = {}
        for place, heading in enumerate(self.headings):
            values = connection.sql(
                f"SELECT c{place} FROM {self.table} WHERE c{place} IS NOT NULL ORDER BY md5(c{place}) LIMIT {LOOKED_AT}"
            ).fetchall()
            samples[heading] = [value for (value,) in values]
        found = recognise(samples, kind=kind, given=known, ids=self.id)
        if not found.columns:
            raise click.ClickException(
                f"{self.file.name}: none of the columns {', '.join(self.headings)} could be recognised as something that tells people or companies apart. "
                "Nothing was written. Say what they are: --column HEADING=FIELD; the fields are " + f"{', '.join(_fields())}."
            )
        return found

    def side(self, columns: Mapping[str, Sequence[str]]) -> Side:
        from mutua.customers.matching.finding import Side

        return Side(self.table, self._column(self.id), {field: [self._column(name) for name in names] for field, names in columns.items()})

    def _column(self, heading: str) -> str:
        return f"c{self.headings.index(heading)}"


def _read(connection: DuckDBPyConnection, place: int, file: Path, id_column: str) -> Source:
    """The file as a table, its ids checked."""
    from mutua.customers.matching.reading import UnreadableTable, read_table

    table = f"file_{place}"
    try:
        headings = read_table(connection, file, table)
    except UnreadableTable as error:
        raise click.ClickException(f"{file.name} cannot be used: {error}. Nothing was written.") from None
    if id_column not in headings:
        raise click.BadParameter(_no_column(id_column, headings, file), param_hint="--id2" if place else "--id")
    name = f"c{headings.index(id_column)}"
    (empty,) = connection.sql(f"SELECT count(*) FROM {table} WHERE {name} IS NULL").fetchall()[0]
    if empty:
        raise click.ClickException(
            f"{file.name}: {empty:,} rows have nothing in the column {id_column}. Each row needs an id. Nothing was written."
        )
    twice = connection.sql(f"SELECT {name}, count(*) FROM {table} GROUP BY ALL HAVING count(*) > 1 ORDER BY 2 DESC, 1").fetchall()
    if twice:
        raise click.ClickException(
            f"{file.name}: {len(twice):,} values of the column {id_column} stand there more than once, such as {twice[0][0]} ({twice[0][1]:,} times). "
            "Name a column that is different in each row. Nothing was written."
        )
    return Source(file, table, id_column, headings)


def _named(named: tuple[str, ...]) -> dict[str, str]:
    """{heading: field} of the options --column."""
    known = {}
    for one in named:
        heading, equals, field = one.rpartition("=")
        if not equals or field not in (*_fields(), "none"):
            near = difflib.get_close_matches(field, _fields(), n=1)
            hint = f"Did you mean {near[0]}?" if equals and near else f"The fields are {', '.join(_fields())}, none."
            raise click.BadParameter(f"{one!r} is not HEADING=FIELD. {hint}", param_hint="--column")
        known[heading] = field
    return known


def _fields() -> tuple[str, ...]:
    from mutua.customers.matching.columns import FIELDS

    return FIELDS


def _no_column(name: str, headings: list[str], file: Path) -> str:
    near = difflib.get_close_matches(name, headings, n=1, cutoff=0.5)
    hint = f"Did you mean {near[0]}?" if near else f"Its columns are {', '.join(headings)}."
    return f"{file.name} has no column {name!r}. {hint} Nothing was written."


def _check_common(columns: list[dict[str, list[str]]], kind: Kind) -> None:
    """Two files need a field that tells somebody apart in both; a whole name holds given name and surname."""
    from mutua.customers.matching.columns import TELLING

    parts = {"given", "family"} if kind == "person" else set()
    fields = [set(TELLING) & set(one) | (parts if "name" in one else set()) for one in columns]
    if not set.intersection(*fields):
        raise click.ClickException(
            "The two files have no field in common by which rows could be recognised. Nothing was written. "
            "Say what the columns are: --column HEADING=FIELD."
        )


def _region(country: str) -> str:
    from mutua.customers.matching.contacts import region

    found = region(country) or (country.upper() if re.fullmatch(r"[A-Za-z]{2}", country) else "")
    if country and not found:
        raise click.BadParameter(f"{country!r} is not the two-letter code of a country, such as GB.", param_hint="--country")
    return found


def _write(out: Path, pairs: Iterator[Pair], *, grouped: bool) -> dict[str, int]:
    """Writes all pairs or, when something goes wrong, nothing: what stood there stays. Returns how many pairs, and how many groups of one file."""
    import duckdb

    from mutua.customers.matching import cluster

    half = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with half.open("w", encoding="utf-8", newline="") as stream:
            writer, counted = csv.writer(stream), itertools.count()
            writer.writerow(["left_id", "right_id", "probability", "evidence"])
            written = _each_written(writer, pairs, counted)
            groups = len(cluster(written)) if grouped else sum(0 for _pair in written)
        half.replace(out)
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}. What stood there stays.") from None
    except duckdb.OutOfMemoryException:
        raise click.ClickException(
            "The file is too large for the memory and disk that are free. Nothing was written. Split it and try again."
        ) from None
    finally:
        half.unlink(missing_ok=True)
    return {"pairs": next(counted)} | ({"groups": groups} if grouped else {})


def _each_written(writer: Any, pairs: Iterator[Pair], counted: Iterator[int]) -> Iterator[Pair]:
    for pair in pairs:
        writer.writerow([pair.left_id, pair.right_id, f"{pair.probability:.6f}", pair.words()])
        next(counted)
        yield pair


def _said(told: dict[str, Any]) -> str:
    used = "; ".join(f"{field}: {', '.join(names)}" for field, names in told["columns"].items())
    return f"{told['file']}: {used}." + (f" Not used: {', '.join(told['unused'])}." if told["unused"] else "")


def _summary(counts: dict[str, int], out: Path) -> str:
    if not counts["pairs"]:
        return f"No pairs reach the threshold. {out} has only its headings."
    groups = f" in {counts['groups']:,} groups" if "groups" in counts else ""
    return f"{counts['pairs']:,} pairs{groups}: {out}"
