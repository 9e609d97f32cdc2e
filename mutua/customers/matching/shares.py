"""How common values are: a rare surname that two records share tells more than a common one.

Table `shares_of_<column>` (the column, tf_<column>) is how Splink wants it. A scan counts; a comparison of a few records asks the model.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mutua.customers.matching.comparisons import Comparison
from mutua.customers.matching.training import Model

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ASSUMED_RECORDS = 1000  # what is assumed of a value's share weighs as much as so many records
COMMON = 1000  # values of a column that a model keeps; others are taken for as rare as two records
WORD = "word"  # where a model keeps the words of companies


def columns_of(comparisons: Sequence[Comparison]) -> dict[str, float]:
    """{column whose values are weighed: share that is assumed}."""
    return {step.frequency: step.chance for one in comparisons for step in one.steps if step.frequency}


def count_shares(connection: DuckDBPyConnection, comparisons: Sequence[Comparison]) -> None:
    """The one record more than there are others of that name may be the very duplicate that is sought, so it does not count; and a value
    that few have is not taken for rarer than so few records can tell."""
    for column, chance in columns_of(comparisons).items():
        connection.execute(
            f"CREATE OR REPLACE TABLE shares_of_{column} AS SELECT {column}, (count(*) - 1 + {ASSUMED_RECORDS} * {chance}) / "
            f"((SELECT count({column}) FROM prepared) + {ASSUMED_RECORDS}) AS tf_{column} FROM prepared WHERE {column} IS NOT NULL GROUP BY {column}"
        )


def common_shares(connection: DuckDBPyConnection, comparisons: Sequence[Comparison]) -> dict[str, dict[str, float]]:
    """{column: {value: share}} of the commonest values, for the model."""
    kept = {}
    for column in columns_of(comparisons):
        rows = connection.sql(f"SELECT {column}, tf_{column} FROM shares_of_{column} ORDER BY 2 DESC, 1 LIMIT {COMMON}").fetchall()
        kept[column] = dict(rows)
    if "name" not in kept:
        return kept
    words = connection.sql(
        "SELECT word, count(*) / (SELECT count(*) + 1 FROM prepared) FROM (SELECT unnest(map_keys(weights)) AS word FROM prepared) "
        f"GROUP BY word ORDER BY 2 DESC, 1 LIMIT {COMMON}"
    )
    return kept | {WORD: dict(words.fetchall())}


def recall_shares(connection: DuckDBPyConnection, comparisons: Sequence[Comparison], model: Model) -> None:
    """The same tables for the values of a few records, from what the last scan counted."""
    import pyarrow

    for column, chance in columns_of(comparisons).items():
        rare = (1 + ASSUMED_RECORDS * chance) / (model.records + ASSUMED_RECORDS)
        common = model.common.get(column, {})
        values = [value for (value,) in connection.sql(f"SELECT DISTINCT {column} FROM prepared WHERE {column} IS NOT NULL").fetchall()]
        shares = pyarrow.table(
            {
                column: pyarrow.array(values, pyarrow.string()),
                f"tf_{column}": pyarrow.array([common.get(value, rare) for value in values], pyarrow.float64()),
            }
        )
        connection.register("recalled", shares)
        connection.execute(f"CREATE OR REPLACE TABLE shares_of_{column} AS SELECT * FROM recalled")
        connection.unregister("recalled")


def weigh_words(connection: DuckDBPyConnection, model: Model | None = None) -> None:
    """Fills `weights` of the table `prepared`: {word of the name: bits that it tells}, from how many names have it."""
    known = {} if model is None else model.common.get(WORD, {})
    connection.execute("CREATE OR REPLACE TABLE known_words (word VARCHAR, share DOUBLE)")
    if known:
        connection.executemany("INSERT INTO known_words VALUES (?, ?)", list(known.items()))
    share = "count(*) / (SELECT count(*) + 1 FROM prepared)" if model is None else f"coalesce(any_value(share), {1 / (model.records + 1)})"
    connection.execute(
        "CREATE OR REPLACE TABLE prepared AS WITH words AS (SELECT rid, unnest(list_distinct(string_split(name, ' '))) AS word FROM prepared WHERE name IS NOT NULL), "
        f"bits AS (SELECT word, -log2({share}) AS bits FROM words LEFT JOIN known_words USING (word) GROUP BY word), "
        "weighed AS (SELECT rid, map_from_entries(list((word, bits) ORDER BY word)) AS weights FROM words JOIN bits USING (word) GROUP BY rid) "
        "SELECT prepared.*, weights FROM prepared LEFT JOIN weighed USING (rid) ORDER BY rid"
    )
    connection.execute("DROP TABLE known_words")
