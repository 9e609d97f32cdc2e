"""What Splink finds by its own defaults: its ready-made comparisons, its training in the order of its tutorial, a probability of 0.5.

On its made-up people it is the very model of the tutorial (https://moj-analytical-services.github.io/splink, "Estimating model parameters").
"""

from __future__ import annotations

import logging
from typing import Any

from bench.matching_sets import Ids, Set

RECALL = 0.7  # what the tutorial assumes of its deterministic rules
SAMPLED = 1e6
SEED = 1


def found_by_splink(one: Set) -> dict[Ids, float]:
    """{pair: probability} of all pairs that its blocking looks at."""
    import pyarrow
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    api = DuckDBAPI()
    sides = [
        pyarrow.Table.from_pylist([{**dict.fromkeys(rows[0]), **{k: v or None for k, v in row.items()}} for row in rows])
        for rows in (one.left, one.right)
        if rows
    ]
    frames = [api.register(table, dataset_display_name=f"side_{number}") for number, table in enumerate(sides)]
    predicting, certain, training = _rules(one)
    settings = SettingsCreator(
        link_type="dedupe_only" if len(frames) == 1 else "link_only",
        unique_id_column_name="id",
        comparisons=_comparisons(one),
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in predicting],
    )
    linker = Linker(frames if len(frames) > 1 else frames[0], settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match([block_on(*rule) for rule in certain], recall=RECALL)
    linker.training.estimate_u_using_random_sampling(max_pairs=SAMPLED, seed=SEED)
    for rule in training:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    predicted = linker.inference.predict(warning_mode="never").physical_name
    columns = "id_l, id_r, match_probability" + (", source_dataset_l" if len(frames) > 1 else "")
    scored: dict[Ids, float] = {}
    rows = api.duckdb_con.sql(f"SELECT {columns} FROM {predicted}").fetchall()  # noqa: S608  a name that Splink made
    for left, right, probability, *source in rows:
        turned = source[0] == "side_1" if source else left > right
        scored[(right, left) if turned else (left, right)] = probability
    return scored


def _comparisons(one: Set) -> list[Any]:
    import splink.comparison_library as cl

    made: dict[str, Any] = {
        "given": lambda column: cl.NameComparison(column),
        "family": lambda column: cl.NameComparison(column),
        "name": lambda column: cl.NameComparison(column),
        "birth": lambda column: cl.LevenshteinAtThresholds(column, 1),
        "city": lambda column: cl.ExactMatch(column).configure(term_frequency_adjustments=True),
        "mail": lambda column: cl.EmailComparison(column),
        "post": lambda column: cl.ExactMatch(column),
    }
    usual = lambda column: cl.LevenshteinAtThresholds(column, [1, 2])  # noqa: E731
    return [made.get(field, usual)(column) for field, column in one.fields.items()]


def _rules(one: Set) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]], list[tuple[str, ...]]]:
    """(to predict with, certain ones, to train with), by columns."""
    column = one.fields
    if one.name == "Splink fake 1000":
        return [("first_name", "city"), ("surname",)], [("first_name", "dob"), ("email",)], [("first_name", "surname"), ("dob",)]
    if one.kind == "person":
        given, family, birth, ident, post = (column[field] for field in ("given", "family", "birth", "ident", "post"))
        return [(given, family), (birth,), (ident,), (family, post)], [(ident,), (given, family, birth)], [(birth,), (given, family)]
    if "phone" in column:
        return [("phone",), ("addr",), ("name",), ("city",)], [("name", "city")], [("name",), ("city",)]
    return [("substr(name, 1, 2)",), ("name",)], [("name",)], []  # one comparison alone: nothing is left to train it by
