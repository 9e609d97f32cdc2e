"""The palette: find anything, go anywhere, do anything. See README.md."""

from mutua.foundation.search.registry import Found, command, searchable

__all__ = ["Found", "command", "searchable"]
