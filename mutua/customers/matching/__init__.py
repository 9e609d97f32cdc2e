"""Finding records that are one, without labels and without a database. See README.md."""

from mutua.customers.matching.columns import recognise
from mutua.customers.matching.finding import find_pairs
from mutua.customers.matching.pairs import Evidence, Pair, cluster

__all__ = ["Evidence", "Pair", "cluster", "find_pairs", "recognise"]
