"""The filter compiler: the only place where what a user types becomes part of a query."""

from mutua.foundation.filters.compiler import apply_filter, compile_filter
from mutua.foundation.filters.grammar import FilterError, days_back, describe, fields_named, walk

__all__ = ["FilterError", "apply_filter", "compile_filter", "days_back", "describe", "fields_named", "walk"]
