"""Finding pairs in a table, without labels and without any database but the one in memory."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from mutua.customers.matching import blocking, comparisons, preparing, shares
from mutua.customers.matching.columns import FIELDS, Kind
from mutua.customers.matching.pairs import Pair
from mutua.customers.matching.training import Model, train

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

THRESHOLD = 0.5
MEMORY = "2500MB"
RANDOM_RECORDS = 900  # whose pairs show what is shared by chance
LEARN_FROM = 250_000  # candidates


@dataclass(frozen=True)
class Side:
    """One table to look in. id: its column of ids, each there once; columns: {field of `columns.FIELDS`: names of columns, the most telling first}."""

    table: str
    id: str
    columns: Mapping[str, Sequence[str]]


def find_pairs(
    table: Any,
    *,
    kind: Kind,
    columns: Mapping[str, Sequence[str]],
    threshold: float = THRESHOLD,
    id_column: str = "id",
    other: Any = None,
    home: str = "",
    keep: Callable[[Model], object] | None = None,
) -> Iterator[Pair]:
    """Pairs of `table`, or between it and `other`, that are probably one record, the likeliest first.

    table, other: anything that DuckDB reads, such as a pyarrow Table, with cells of text. threshold: least probability.
    home: two letters of the country whose telephone numbers are written without a country code.
    keep: is given the Model by which later changes can be judged (`changed.py`).
    """
    connection = connect()
    sides: list[Side] = []
    for one in [table] if other is None else [table, other]:
        name = f"table_{len(sides)}"
        connection.register(name, one)
        sides.append(Side(name, id_column, columns))
    yield from find_in(connection, kind, sides, threshold=threshold, home=home, keep=keep)


def find_in(
    connection: DuckDBPyConnection,
    kind: Kind,
    sides: Sequence[Side],
    *,
    threshold: float = THRESHOLD,
    home: str = "",
    keep: Callable[[Model], object] | None = None,
) -> Iterator[Pair]:
    """The same for tables of a connection of `connect()`: one is searched in itself, two are linked and not searched in themselves."""
    preparing.prepare(connection, "raw", kind, write_raw(connection, sides), home=home)
    able = compared(connection, kind)
    sizes = [size for (size,) in connection.sql("SELECT count(*) FROM prepared GROUP BY side ORDER BY side").fetchall()]
    link = len(sides) > 1
    if not able or len(sizes) < len(sides) or sum(sizes) < 2:
        return
    possible = sizes[0] * sizes[1] if link else sum(sizes) * (sum(sizes) - 1) // 2
    if possible <= blocking.EVERY_PAIR:
        candidates = blocking.write_every_pair(connection, link=link)
    else:
        blocking.write_keys(connection, kind)
        candidates = blocking.write_pairs(connection, link=link, records=sum(sizes))
    if not candidates:
        return
    shares.count_shares(connection, able)
    model = _learned(connection, kind, able, candidates, records=sum(sizes), possible=possible, link=link)
    if keep is not None:
        keep(replace(model, common=shares.common_shares(connection, able)))
    from mutua.customers.matching.scoring import score

    yield from score(connection, able, model, "candidates", threshold=threshold)


def write_raw(connection: DuckDBPyConnection, sides: Sequence[Side]) -> dict[str, list[str]]:
    """Table `raw` (raw_id, side, one text column for each column of a field) of all sides. Returns {field: columns of raw}."""
    columns: dict[str, list[str]] = {}
    for field in FIELDS:
        most = max(len(side.columns.get(field, ())) for side in sides)
        if most:
            columns[field] = [f"{field}_{place}" for place in range(most)]
    parts = []
    for number, side in enumerate(sides):
        cells = [f"{_quoted(side.id)}::VARCHAR AS raw_id", f"{number} AS side"]
        for field, names in columns.items():
            there = side.columns.get(field, ())
            cells += [
                f"nullif(trim({_quoted(there[place])}::VARCHAR), '') AS {name}" if place < len(there) else f"NULL::VARCHAR AS {name}"
                for place, name in enumerate(names)
            ]
        parts.append(f"SELECT {', '.join(cells)} FROM {side.table}")
    connection.execute(f"CREATE OR REPLACE TABLE raw AS {' UNION ALL '.join(parts)}")
    return columns


def connect() -> DuckDBPyConnection:
    """A DuckDB in memory with what the comparisons need."""
    import duckdb

    # DuckDB makes the folder when it needs room, and takes it away with the connection.
    spill = Path(tempfile.gettempdir()) / f"mutua-match-{os.getpid()}-{uuid4().hex[:8]}"
    connection = duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(spill)})
    connection.execute("SET preserve_insertion_order = false")
    connection.execute(comparisons.MACROS)
    return connection


def compared(connection: DuckDBPyConnection, kind: Kind) -> tuple[comparisons.Comparison, ...]:
    """The comparisons for which the table `prepared` holds enough."""
    names = list(preparing.PREPARED[kind])
    counts = connection.sql(f"SELECT {', '.join(f'count({name})' for name in names)} FROM prepared").fetchall()[0]
    return comparisons.comparisons_for(
        kind, [name for name, count in zip(names, counts, strict=True) if count > (name not in ("parent", "parent_name"))]
    )


def _learned(
    connection: DuckDBPyConnection,
    kind: Kind,
    able: Sequence[comparisons.Comparison],
    candidates: int,
    *,
    records: int,
    possible: int,
    link: bool,
) -> Model:
    from mutua.customers.matching.scoring import count_patterns

    if candidates == possible:
        seen = count_patterns(connection, able, "candidates", candidates)
        return train(kind, able, seen, seen, records=records, pairs=possible)
    connection.execute(
        "CREATE OR REPLACE TABLE random_pairs AS WITH chosen AS (SELECT rid, side FROM prepared QUALIFY row_number() OVER (PARTITION BY side ORDER BY md5(raw_id)) <= $most) "
        f"SELECT l.rid AS join_key_l, r.rid AS join_key_r, '0' AS match_key FROM chosen AS l JOIN chosen AS r ON {blocking.across(link=link)}",
        {"most": RANDOM_RECORDS},
    )
    connection.execute(
        "CREATE OR REPLACE TABLE learn_from AS SELECT * FROM candidates WHERE md5_number_lower(join_key_l || '-' || join_key_r) % 1000000 < $share",
        {"share": round(min(1.0, LEARN_FROM / candidates) * 1_000_000)},
    )
    seen = count_patterns(connection, able, "learn_from", candidates)
    chance = count_patterns(connection, able, "random_pairs", possible)
    connection.execute("DROP TABLE random_pairs; DROP TABLE learn_from")
    return train(kind, able, seen, chance, records=records, pairs=possible)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
