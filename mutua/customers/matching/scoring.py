"""Comparing pairs with Splink in DuckDB: patterns of steps to learn from, and the score of each pair with what each comparison said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mutua.customers.matching.columns import Kind
from mutua.customers.matching.comparisons import Comparison
from mutua.customers.matching.pairs import Evidence, Pair
from mutua.customers.matching.shares import columns_of
from mutua.customers.matching.training import Counted, Model

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from splink import Linker

BATCH = 10_000  # pairs that are handed over at a time


def count_patterns(connection: DuckDBPyConnection, comparisons: Sequence[Comparison], pairs: str, of: float) -> Counted:
    """How the pairs of the table `pairs` stand to each other. of: how many pairs they are a sample of."""
    import numpy

    scored = _predicted(connection, comparisons, {}, 0.5, pairs, threshold=None)
    steps = ", ".join(f"gamma_{one.name}" for one in comparisons)
    rows = connection.sql(f"SELECT {steps}, count(*) AS times FROM {scored} GROUP BY ALL ORDER BY ALL").fetchnumpy()
    connection.execute(f"DROP TABLE {scored}")
    # Splink counts from the last step upwards; here the first step is 0.
    columns = [numpy.where(rows[f"gamma_{one.name}"] < 0, -1, len(one.steps) - 1 - rows[f"gamma_{one.name}"]) for one in comparisons]
    return Counted(numpy.stack(columns, axis=1).astype(int), numpy.asarray(rows["times"], dtype=float), of)


def score(
    connection: DuckDBPyConnection, comparisons: Sequence[Comparison], model: Model, pairs: str, *, threshold: float
) -> Iterator[Pair]:
    """The pairs of the table `pairs` whose probability reaches the threshold, the likeliest first."""
    scored = _predicted(connection, comparisons, model.learned, model.prior, pairs, threshold=threshold)
    told = ", ".join(f"gamma_{one.name}, {_bits_sql(connection, scored, one)}" for one in comparisons)
    rows = connection.execute(
        f"SELECT l.raw_id, r.raw_id, match_probability, match_weight, {told} FROM {scored} AS scored "
        "JOIN prepared AS l ON l.rid = rid_l JOIN prepared AS r ON r.rid = rid_r ORDER BY match_weight DESC, rid_l, rid_r"
    )
    while batch := rows.fetchmany(BATCH):
        for row in batch:
            yield _pair(row, model.kind, comparisons)


def _pair(row: Sequence[Any], kind: Kind, comparisons: Sequence[Comparison]) -> Pair:
    left, right, probability, bits, *told = row
    evidence = []
    for place, one in enumerate(comparisons):
        level, weight = told[2 * place], told[2 * place + 1]
        if level >= 0:
            evidence.append(Evidence(kind, one.name, one.steps[len(one.steps) - 1 - level].code, weight))
    return Pair(left, right, probability, bits, tuple(evidence))


def _bits_sql(connection: DuckDBPyConnection, scored: str, one: Comparison) -> str:
    """What one comparison said in bits, with the weight of rare values in it."""
    there = {name for (name, *_rest) in connection.sql(f"DESCRIBE {scored}").fetchall()}
    return " + ".join(name for name in (f"mw_{one.name}", f"mw_tf_adj_{one.name}") if name in there)


def _predicted(
    connection: DuckDBPyConnection,
    comparisons: Sequence[Comparison],
    learned: Mapping[str, Mapping[str, tuple[float, float]]],
    prior: float,
    pairs: str,
    *,
    threshold: float | None,
) -> str:
    """Name of the table in which Splink wrote its scores."""
    linker = _linker(connection, comparisons, learned, prior)
    for column in columns_of(comparisons):
        linker.table_management.register_term_frequency_lookup(linker._db_api.register(f"shares_of_{column}"), column)
    linker.table_management.register_blocked_pairs_for_predict(linker._db_api.register(pairs))
    return str(linker.inference.predict(threshold_match_probability=threshold, warning_mode="never").physical_name)


def _linker(
    connection: DuckDBPyConnection,
    comparisons: Sequence[Comparison],
    learned: Mapping[str, Mapping[str, tuple[float, float]]],
    prior: float,
) -> Linker:
    from splink import DuckDBAPI, Linker, SettingsCreator

    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="rid",
        comparisons=[one.splink(learned.get(one.name, {})) for one in comparisons],
        blocking_rules_to_generate_predictions=[],
        probability_two_random_records_match=prior,
        retain_matching_columns=True,  # the steps come only along with them
        retain_intermediate_calculation_columns=True,
    )
    frame = DuckDBAPI(connection).register("prepared")
    return Linker(frame, settings, log_level=None, validate_settings=False)
