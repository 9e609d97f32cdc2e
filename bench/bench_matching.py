"""How well are duplicates found without labels, and how long does a million people take?

    python -m bench.bench_matching [--without-million]

Prints precision, recall and F1 on published sets beside Splink's defaults and the Python Record Linkage Toolkit, then one scan of a
million made-up people by `mutua match`. Exit code 1 when an aim is missed. Skips the sets where MUTUA_SHARED_DATA is absent.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from bench.matching_sets import Ids, Set, sets
from bench.million import write
from bench.splink_peer import found_by_splink
from mutua.config import conf
from mutua.customers.matching import find_pairs

FOLDER = Path("var/bench")
PEER = FOLDER / "peers" / "bin" / "python"
ROWS, MOST_SECONDS, MOST_MEMORY = 1_000_000, 300.0, 4.0  # GB
HEAD = "| Set | Rows | True pairs | Mutua: precision | recall | F1 | seconds | Splink's defaults: F1 | at its best threshold | Record Linkage Toolkit: F1 |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m bench.bench_matching", description=(__doc__ or "").splitlines()[0])
    options.add_argument("--without-million", action="store_true", help="only the published sets")
    chosen = options.parse_args()
    missed = published()
    if not chosen.without_million:
        missed += million()
    for line in missed:
        print(f"Missed: {line}")
    return 1 if missed else 0


def published() -> list[str]:
    """Prints the table of the published sets; returns which aims are missed."""
    folder = conf.shared_data()
    try:
        known = sets(folder)
    except FileNotFoundError as absent:
        print(f"The published sets are not here ({absent.filename}): set MUTUA_SHARED_DATA to their folder. Skipped.")
        return []
    print(HEAD, flush=True)
    missed = []
    for one in known:
        began = time.perf_counter()
        ours = found_by_mutua(one)
        seconds = time.perf_counter() - began
        precision, recall, f1 = quality(ours, one.true)
        scored = found_by_splink(one)
        theirs = quality({pair for pair, probability in scored.items() if probability >= 0.5}, one.true)[2]
        best = best_f1(scored, one.true)
        peer = found_by_toolkit(one)
        toolkit = f"{quality(peer, one.true)[2]:.4f}" if peer is not None else "not installed"
        rows = len(one.left) + len(one.right or ())
        cells = [
            one.name,
            f"{rows:,}",
            f"{len(one.true):,}",
            *(f"{value:.4f}" for value in (precision, recall, f1)),
            f"{seconds:.0f}",
            f"{theirs:.4f}",
            f"{best:.4f}",
            toolkit,
        ]
        print(f"| {' | '.join(cells)} |", flush=True)
        if f1 < one.aim:
            missed.append(f"{one.name}: F1 {f1:.4f}, asked for {one.aim}")
        if one.name == "Splink fake 1000" and f1 < best:
            missed.append(f"{one.name}: F1 {f1:.4f}, the model of the tutorial reaches {best:.4f}")
    return missed


def million() -> list[str]:
    """Prints what a scan of a million people takes and finds; returns which aims are missed."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    people, pairs = FOLDER / "people.csv", FOLDER / "pairs.csv"
    true = write(people, ROWS)
    load, began, before = os.getloadavg()[0], time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "mutua.cli.main", "match", str(people), "--id", "key", "--country", "GB", "--out", str(pairs)], check=True
    )
    seconds, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    computed = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    memory = after.ru_maxrss / 1e6  # the largest of all that were started; the others are small
    right, found = 0, 0
    with pairs.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found += 1
            right += row["left_id"].partition("-")[0] == row["right_id"].partition("-")[0]
    print(
        f"\n{ROWS:,} people: {seconds:.0f} s ({computed:.0f} s of processor, load {load:.1f} on {os.cpu_count()} before), {memory:.1f} GB at most; "
        f"{found:,} pairs, precision {right / max(found, 1):.4f}, recall {right / true:.4f}"
    )
    missed = [f"a million people took {seconds:.0f} s, asked for {MOST_SECONDS:.0f}"] if seconds > MOST_SECONDS else []
    return missed + ([f"a million people took {memory:.1f} GB, asked for {MOST_MEMORY}"] if memory > MOST_MEMORY else [])


def found_by_mutua(one: Set) -> set[Ids]:
    import pyarrow

    left, right = (pyarrow.Table.from_pylist(rows) if rows else None for rows in (one.left, one.right))
    columns = {field: [column] for field, column in one.fields.items()}
    return {(pair.left_id, pair.right_id) for pair in find_pairs(left, other=right, kind=one.kind, columns=columns)}


def found_by_toolkit(one: Set) -> set[Ids] | None:
    """None where its environment is not there."""
    if not PEER.exists():
        return None
    told = json.dumps({"kind": one.kind, "left": one.left, "right": one.right, "fields": one.fields})
    done = subprocess.run([str(PEER), "bench/recordlinkage_peer.py"], input=told, capture_output=True, text=True, check=True)
    pairs = ((left, right) for left, right in json.loads(done.stdout))
    return {(left, right) if one.right or left < right else (right, left) for left, right in pairs}


def quality(found: set[Ids], true: set[Ids]) -> tuple[float, float, float]:
    """Precision, recall and their harmonic mean."""
    right = len(found & true)
    return right / max(len(found), 1), right / len(true), 2 * right / (len(found) + len(true))


def best_f1(scored: dict[Ids, float], true: set[Ids]) -> float:
    """The best F1 that any threshold gives, which nobody can know without labels."""
    best, right = 0.0, 0
    for found, pair in enumerate(_by_probability(scored), start=1):
        right += pair in true
        best = max(best, 2 * right / (found + len(true)))
    return best


def _by_probability(scored: dict[Ids, float]) -> Iterable[Ids]:
    return sorted(scored, key=lambda pair: (-scored[pair], pair))


if __name__ == "__main__":
    sys.exit(main())
