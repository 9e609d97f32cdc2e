"""Finding records that are one, without labels and without a database. See README.md."""

from mutua.customers.matching.changed import compare, keys_of
from mutua.customers.matching.columns import recognise
from mutua.customers.matching.finding import find_pairs
from mutua.customers.matching.pairs import Evidence, Pair, cluster
from mutua.customers.matching.training import Model

__all__ = ["Evidence", "Model", "Pair", "cluster", "compare", "find_pairs", "keys_of", "recognise"]
