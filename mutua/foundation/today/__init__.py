"""Today: one list of what needs the signed-in person now, with the reason and one key to act. See README.md."""

from mutua.foundation.today.registry import Need, aside, headline, needs_me, notice

__all__ = ["Need", "aside", "headline", "needs_me", "notice"]
