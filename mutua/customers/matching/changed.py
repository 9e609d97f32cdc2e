"""Changed records against the rest, without a scan: keys to find who may be the same by, and a score by what the last scan learned.

Keep the keys of each record where they can be looked up (`keys_of`), and the `Model` that `find_pairs(…, keep=…)` hands over. When records
change, take their new keys, fetch the records that have one of them, and `compare` these few.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from mutua.customers.matching import blocking, preparing, shares
from mutua.customers.matching.columns import Kind
from mutua.customers.matching.finding import THRESHOLD, Side, compared, connect, write_raw
from mutua.customers.matching.pairs import Pair
from mutua.customers.matching.training import Model


def keys_of(
    table: Any, *, kind: Kind, columns: Mapping[str, Sequence[str]], id_column: str = "id", home: str = ""
) -> list[tuple[str, int]]:
    """(id, key) of each record: some dozen keys each, signed 64 bits, the same in every run. Records without a common key are never compared.

    Keys that very many records have are not worth a look: leave out those of more than some hundred.
    """
    connection = connect()
    connection.register("table_0", table)
    preparing.prepare(connection, "raw", kind, write_raw(connection, [Side("table_0", id_column, columns)]), home=home)
    blocking.write_keys(connection, kind)
    return connection.sql("SELECT DISTINCT raw_id, key FROM keys JOIN prepared USING (rid) ORDER BY ALL").fetchall()


def compare(
    table: Any,
    pairs: Iterable[tuple[str, str]],
    *,
    kind: Kind,
    columns: Mapping[str, Sequence[str]],
    model: Model,
    threshold: float = THRESHOLD,
    id_column: str = "id",
    home: str = "",
) -> Iterator[Pair]:
    """Those of the pairs of ids that reach the threshold, the likeliest first. table: the records of the pairs. Raises ValueError for an unknown id."""
    import pyarrow

    from mutua.customers.matching.scoring import score

    connection = connect()
    connection.register("table_0", table)
    preparing.prepare(connection, "raw", kind, write_raw(connection, [Side("table_0", id_column, columns)]), home=home, model=model)
    numbers = dict(connection.sql("SELECT raw_id, rid FROM prepared").fetchall())
    asked = sorted({tuple(sorted(pair)) for pair in pairs})
    if strangers := sorted({one for pair in asked for one in pair} - set(numbers)):
        raise ValueError(f"The table has no record {strangers[0]!r}.")
    # A comparison that the model never learned, because its column was empty then, says nothing yet.
    known = [one for one in compared(connection, kind) if one.name in model.learned]
    if not asked or not known:
        return
    shares.recall_shares(connection, known, model)
    columns_of_pairs = {"join_key_l": [numbers[left] for left, _right in asked], "join_key_r": [numbers[right] for _left, right in asked]}
    connection.register("asked", pyarrow.table(columns_of_pairs))
    connection.execute("CREATE TABLE candidates AS SELECT join_key_l, join_key_r, '0' AS match_key FROM asked")
    yield from score(connection, known, model, "candidates", threshold=threshold)
