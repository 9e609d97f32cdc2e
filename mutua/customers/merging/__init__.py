"""Joining two records that are one, and taking it back. See README.md."""

from mutua.customers.merging.collisions import Then, both_have, unites

__all__ = ["Then", "both_have", "unites"]
